using LongTail.Data;
using LongTail.Imaging;
using LongTail.Packs;
using LongTail.Pictures;
using LongTail.Store;

namespace LongTail.Tests.Packs;

/// <summary>A folder with one picture of every kind, and packs of them.</summary>
sealed class PackShop : IDisposable
{
    public const int Side = 20;

    readonly TempFolder _folder = new();

    public PackShop()
    {
        foreach (string name in PictureFiles.Whole) _folder.Write($"data/{name}", PictureFiles.Read(name));
    }

    /// <summary>Of the pictures.</summary>
    public string Data => _folder.At("data");

    /// <summary>Of the packs.</summary>
    public string Folder => _folder.At("packed");

    public PackContent Content => new(Data, PictureFiles.Whole, Side);

    /// <summary>Where the pack of all pictures is.</summary>
    public string File => Path.Combine(Folder, Content.FileName);

    /// <summary>What was told.</summary>
    public List<string> Told { get; } = [];

    /// <summary>How many pictures were told to be packed, of how many.</summary>
    public List<(int Done, int All)> Packed { get; } = [];

    public PictureSet Set(int packedSide = Side) => new(Data, Listed, ["a", "b"], new() { Size = 16, ShorterSide = Side, PackedSide = packedSide });

    public PackedSets Sets(int workers = 2, IDisk? disk = null, Func<string, long?>? freeBytes = null) => new(Folder, workers, Told.Add, (done, all) => Packed.Add((done, all)), disk, freeBytes);

    /// <summary>The bytes of a pack that is built anew.</summary>
    public byte[] Build(int workers = 2)
    {
        new PackBuilder(Disk.Machine, workers, _ => null).Build(File, Content, _ => { }, _ => { }, CancellationToken.None);
        return System.IO.File.ReadAllBytes(File);
    }

    /// <summary>Every picture of a set as measuring sees it, and as a part of it that is not a multiple of anything.</summary>
    public static byte[][] Views(PictureSet set) => [.. Enumerable.Range(0, set.Count).SelectMany(image => new[]
    {
        Draw(set, image, size => Placements.ResizeShorterSideThenCentreCrop(size, Side, 16)),
        Draw(set, image, size => new(new(size.Width / 7, size.Height / 5, size.Width * 3 / 4, size.Height * 3 / 4), new(16, 16), new(0, 0, 16, 16), Mirrored: image % 2 == 1)),
    })];

    public void Dispose() => _folder.Dispose();

    static PictureList Listed => new(PictureFiles.Whole, [.. PictureFiles.Whole.Select((_, i) => i % 2)]);

    static byte[] Draw(PictureSet set, int image, Func<PictureSize, Placement> place)
    {
        using IPicture picture = set.Open(image);
        byte[] rgb = new byte[16 * 16 * 3];
        picture.Draw(place(picture.Size), rgb);
        return rgb;
    }
}
