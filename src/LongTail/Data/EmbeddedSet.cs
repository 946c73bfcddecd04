using System.Collections.Immutable;

namespace LongTail.Data;

/// <summary>Reads the set that is part of the program. Its origin and licence lie beside its files in Embedded/FashionLt.</summary>
static class EmbeddedSet
{
    /// <summary>Fashion-MNIST cut to a long tail, 500 images down to 5.</summary>
    public static PublishedSet FashionLt(ImmutableArray<string> classNames) => new(
        IdxReader.Read(Path(IdxLayout.TrainImages), Path(IdxLayout.TrainLabels), Bytes, classNames),
        IdxReader.Read(Path(IdxLayout.TestImages), Path(IdxLayout.TestLabels), Bytes, classNames));

    static string Path(string file) => $"fashion-lt/{file}.gz";

    static byte[] Bytes(string name)
    {
        using Stream resource = typeof(EmbeddedSet).Assembly.GetManifestResourceStream(name)!;
        byte[] bytes = new byte[resource.Length];
        resource.ReadExactly(bytes);
        return bytes;
    }
}
