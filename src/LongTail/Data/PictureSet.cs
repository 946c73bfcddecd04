using System.Buffers.Binary;
using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using LongTail.Imaging;
using LongTail.Pictures;

namespace LongTail.Data;

/// <summary>Pictures that stay in their files, or in a pack, and are drawn when a batch asks for them, each time anew.</summary>
public sealed class PictureSet : ImageSet
{
    readonly PictureList _list;
    readonly OpenPicture _open;

    internal PictureSet(string root, PictureList list, ImmutableArray<string> classNames, PictureSource source)
        : this(root, list, classNames, source, PicturesInFiles.In(root, source))
    {
    }

    PictureSet(string root, PictureList list, ImmutableArray<string> classNames, PictureSource source, OpenPicture open)
        : base(new(source.Size, source.Size, 3), list.Labels, classNames) => (Root, _list, Source, _open) = (root, list, source, open);

    /// <summary>The data folder.</summary>
    public string Root { get; }

    /// <summary>Of the files below <see cref="Root"/>, [N], with / between folders.</summary>
    public ImmutableArray<string> Paths => _list.Paths;

    internal PictureSource Source { get; }

    /// <summary>Opens one to draw from, on any thread.</summary>
    internal IPicture Open(int image) => _open(Paths[image]);

    /// <summary>The same pictures brought to size in another way, from their files.</summary>
    internal PictureSet SeenAs(PictureSource source) => new(Root, _list, ClassNames, source);

    /// <summary>The same pictures, opened in another way, which must give the same pixels.</summary>
    internal PictureSet OpenedBy(OpenPicture open) => new(Root, _list, ClassNames, Source, open);

    private protected override ImageSet With(ReadOnlySpan<int> chosen, ImmutableArray<int> labels, ImmutableArray<string> classNames) =>
        new PictureSet(Root, _list.Select(chosen.ToArray()) with { Labels = labels }, classNames, Source, _open);

    // Each path as its length in bytes and UTF-8. Reading 437,513 files to hash their pixels would take longer than to train on them.
    internal override void AppendContent(IncrementalHash hash)
    {
        byte[] buffer = new byte[1 << 16];
        int used = 0;
        foreach (string path in Paths)
        {
            int most = sizeof(int) + Encoding.UTF8.GetMaxByteCount(path.Length);
            if (used + most > buffer.Length)
            {
                hash.AppendData(buffer, 0, used);
                used = 0;
                if (most > buffer.Length) buffer = new byte[most];
            }
            int bytes = Encoding.UTF8.GetBytes(path, buffer.AsSpan(used + sizeof(int)));
            BinaryPrimitives.WriteInt32LittleEndian(buffer.AsSpan(used), bytes);
            used += sizeof(int) + bytes;
        }
        hash.AppendData(buffer, 0, used);
    }
}
