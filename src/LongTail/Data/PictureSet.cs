using System.Buffers.Binary;
using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using LongTail.Pictures;

namespace LongTail.Data;

/// <summary>Pictures that stay in their files and are decoded when a batch asks for them, each time anew.</summary>
public sealed class PictureSet : ImageSet
{
    readonly PictureList _list;

    internal PictureSet(string root, PictureList list, ImmutableArray<string> classNames, PictureSource source)
        : base(new(source.Size, source.Size, 3), list.Labels, classNames) => (Root, _list, Source) = (root, list, source);

    /// <summary>The data folder.</summary>
    public string Root { get; }

    /// <summary>Of the files below <see cref="Root"/>, [N], with / between folders.</summary>
    public ImmutableArray<string> Paths => _list.Paths;

    internal PictureSource Source { get; }

    /// <summary>The same pictures brought to size in another way, from their files.</summary>
    internal PictureSet SeenAs(PictureSource source) => new(Root, _list, ClassNames, source);

    private protected override ImageSet With(ReadOnlySpan<int> chosen, ImmutableArray<int> labels, ImmutableArray<string> classNames) =>
        new PictureSet(Root, _list.Select(chosen.ToArray()) with { Labels = labels }, classNames, Source);

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
