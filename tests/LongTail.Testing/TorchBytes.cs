using System.Buffers.Binary;
using System.Text;
using LongTail.Store;

namespace LongTail.Testing;

/// <summary>Files of PyTorch's: those beside the golden values, and others put together by hand, right or wrong.</summary>
static class TorchBytes
{
    public const string Root = "archive/";

    public static string PathOf(string name) => Path.Combine(Repository.Root, "tests", "LongTail.Tests", "Golden", "torch", name + ".pth");

    public static byte[] File(string name) => System.IO.File.ReadAllBytes(PathOf(name));

    /// <summary>An archive of a pickle and storages "0", "1" and so on.</summary>
    public static byte[] Archive(byte[] pickle, params byte[][] storages) =>
        Zip([($"{Root}data.pkl", pickle), .. storages.Select((bytes, i) => ($"{Root}data/{i}", bytes))]);

    public static byte[] Zip(params (string Name, byte[] Content)[] entries)
    {
        List<byte> file = [], directory = [];
        foreach ((string name, byte[] content) in entries)
        {
            byte[] text = Encoding.UTF8.GetBytes(name);
            byte[] common = [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, .. Word(Crc32.Of(content)), .. Word((uint)content.Length), .. Word((uint)content.Length), .. Half(text.Length), 0, 0];
            directory.AddRange([.. "PK\x01\x02"u8, 0, 0, .. common, .. new byte[10], .. Word((uint)file.Count), .. text]);
            file.AddRange([.. "PK\x03\x04"u8, .. common, .. text, .. content]);
        }
        return [.. file, .. directory, .. "PK\x05\x06"u8, 0, 0, 0, 0, .. Half(entries.Length), .. Half(entries.Length), .. Word((uint)directory.Count), .. Word((uint)file.Count), 0, 0];
    }

    /// <summary>The pickle of an archive that torch.save wrote.</summary>
    public static byte[] PickleOf(byte[] archive)
    {
        StoredZip zip = Opened(archive);
        string name = zip.Names.Single(name => name.EndsWith("data.pkl", StringComparison.Ordinal));
        byte[] pickle = new byte[zip.LengthOf(name)!.Value];
        zip.Read(name, pickle);
        return pickle;
    }

    /// <summary>Its storages, in the order of their numbers.</summary>
    public static byte[][] StoragesOf(byte[] archive)
    {
        StoredZip zip = Opened(archive);
        List<byte[]> storages = [];
        for (int i = 0; zip.LengthOf($"{Root}data/{i}") is { } length; i++)
        {
            storages.Add(new byte[length]);
            zip.Read($"{Root}data/{i}", storages[^1]);
        }
        return [.. storages];
    }

    /// <summary>A pickle of one tensor called "a" over storage "0".</summary>
    /// <param name="type">Class of the storage.</param>
    /// <param name="count">Numbers in the storage.</param>
    /// <param name="offset">First number.</param>
    /// <param name="shape">Dimensions.</param>
    /// <param name="strides">One for each.</param>
    /// <param name="others">Names of further tensors, which are the same.</param>
    public static byte[] PickleOf(string type, long count, long offset, long[] shape, long[] strides, params string[] others)
    {
        byte[] storage = [(byte)'(', .. Text("storage"), .. Name("torch", type), .. Text("0"), .. Text("cpu"), .. Integer(count), (byte)'t', (byte)'Q'];
        byte[] tensor =
        [
            .. Name("torch._utils", "_rebuild_tensor_v2"), (byte)'(', .. storage, .. Integer(offset), .. Tuple(shape), .. Tuple(strides), 0x89,
            .. Name("collections", "OrderedDict"), (byte)')', (byte)'R', (byte)'t', (byte)'R',
        ];
        return Pickle([(byte)'}', (byte)'(', .. ((string[])["a", .. others]).SelectMany(name => (byte[])[.. Text(name), .. tensor]), (byte)'u']);
    }

    public static byte[] Pickle(byte[] operations) => [0x80, 2, .. operations, (byte)'.'];

    public static byte[] Text(string text) => [(byte)'X', .. Word((uint)Encoding.UTF8.GetByteCount(text)), .. Encoding.UTF8.GetBytes(text)];

    public static byte[] Name(string module, string name) => [(byte)'c', .. Encoding.UTF8.GetBytes($"{module}\n{name}\n")];

    public static byte[] Tuple(long[] numbers) => [(byte)'(', .. numbers.SelectMany(Integer), (byte)'t'];

    static StoredZip Opened(byte[] archive)
    {
        StoredZip zip = StoredZip.Open(new MemoryStream(archive), "test");
        zip.CheckEntries();
        return zip;
    }

    static byte[] Integer(long value) => [0x8a, 8, .. BitConverter.GetBytes(value)];

    static byte[] Half(int value) => [(byte)value, (byte)(value >> 8)];

    static byte[] Word(uint value)
    {
        byte[] bytes = new byte[4];
        BinaryPrimitives.WriteUInt32LittleEndian(bytes, value);
        return bytes;
    }
}
