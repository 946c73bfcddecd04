using System.Diagnostics;
using CsCheck;
using LongTail.Foundation;
using LongTail.Store;

namespace LongTail.Tests.Store;

/// <summary>Damaged archives and hostile pickles are refused or read; nothing else ever happens, and never for long.</summary>
public sealed class TorchArchiveDamageTests
{
    static readonly byte[][] _archives = [TorchBytes.File("plain"), TorchBytes.File("protocol4"), TorchBytes.File("views"), TorchBytes.File("checkpoint")];

    static readonly (byte[] Pickle, byte[][] Storages)[] _taken = [.. _archives.Select(archive => (TorchBytes.PickleOf(archive), TorchBytes.StoragesOf(archive)))];

    // Every operation that is known, and some that are not.
    static readonly byte[] _operations = [.. "(N)]}tuseaQRb.qrhjcKMJGXUBi0o1:"u8, 0x80, 0x85, 0x86, 0x87, 0x88, 0x89, 0x8a, 0x8b, 0x8c, 0x8f, 0x90, 0x93, 0x94, 0x95, 0x81, 0x82, 0x92];

    static readonly Gen<Func<byte[], byte[]>> _damage = Gen.OneOf(
        Gen.Select(Gen.Int[0, 99_999], Gen.Byte, (at, to) => Change(at, _ => to)),
        Gen.Select(Gen.Int[0, 99_999], Gen.Int[0, 7], (at, bit) => Change(at, old => (byte)(old ^ 1 << bit))),
        Gen.Select(Gen.Int[0, 99_999], Gen.Int[0, _operations.Length - 1], (at, pick) => Change(at, _ => _operations[pick])),
        Gen.Int[0, 99_999].Select(length => (Func<byte[], byte[]>)(bytes => bytes[..(length % (bytes.Length + 1))])),
        Gen.Select(Gen.Int[0, 99_999], Gen.Int[0, 40], (at, count) => Splice(at, count, _ => [])),
        Gen.Select(Gen.Int[0, 99_999], Gen.Byte.Array[1, 20], (at, inserted) => Splice(at, 0, _ => inserted)),
        Gen.Select(Gen.Int[0, 99_999], Gen.Int[0, _operations.Length - 1], (at, pick) => Splice(at, 0, _ => [_operations[pick]])),
        Gen.Select(Gen.Int[0, 99_999], Gen.Int[0, 99_999], Gen.Int[1, 60], (at, from, count) => Splice(at, 0, bytes => bytes.AsSpan(from % (bytes.Length + 1)).ToArray().Take(count).ToArray())));

    [Fact]
    public void Damaged_archives_are_refused_or_read() =>
        Gen.Select(Gen.Int[0, _archives.Length - 1], _damage.Array[1, 3]).Sample((file, damages) => Check(Apply(_archives[file], damages)), iter: 3_000);

    [Fact]
    public void Changed_pickles_in_intact_archives_are_refused_or_read() =>
        Gen.Select(Gen.Int[0, _taken.Length - 1], _damage.Array[1, 4]).Sample(
            (file, damages) => Check(TorchBytes.Archive(Apply(_taken[file].Pickle, damages), _taken[file].Storages)), iter: 10_000);

    [Fact]
    public void Pickles_of_random_operations_are_refused_or_read() =>
        Gen.OneOf(Gen.Int[0, _operations.Length - 1].Select(pick => (byte[])[_operations[pick]]), Gen.Byte.Array[1, 4], Gen.Const(TorchBytes.Name("collections", "OrderedDict")), Gen.Const(TorchBytes.Text("a")))
            .Array[1, 60].Sample(parts => Check(TorchBytes.Archive(TorchBytes.Pickle([.. parts.SelectMany(part => part)]), new byte[16])), iter: 10_000);

    [Fact]
    public void Every_cut_is_refused()
    {
        for (int length = 0; length < _archives[0].Length; length++)
            Assert.Throws<ModelFileException>(() => TorchArchiveReader.Read(new MemoryStream(_archives[0][..length]), "test"));
        for (int length = 0; length < _taken[0].Pickle.Length; length++)
            Assert.Throws<ModelFileException>(() => TorchArchiveReader.Read(new MemoryStream(TorchBytes.Archive(_taken[0].Pickle[..length], _taken[0].Storages)), "test"));
    }

    /// <summary>What grows without end in Python's interpreter has an end here.</summary>
    [Theory]
    [InlineData("N", 30_000, "values at once")]
    [InlineData("(", 30_000, "values at once")]
    [InlineData("Na", 300_000, "operations")]
    [InlineData("N\u00940", 3, "the operation 0x30")]
    [InlineData("]\u0094\u0085\u0094a", 1, "list")]
    public void Small_bombs_are_refused_soon_and_in_little_memory(string repeated, int times, string found)
    {
        byte[] unit = [.. repeated.Select(letter => (byte)letter)];
        byte[] file = TorchBytes.Archive(TorchBytes.Pickle([(byte)']', .. Enumerable.Repeat(unit, times).SelectMany(bytes => bytes)]));
        AssertCheap(file, found);
    }

    [Fact]
    public void Dictionaries_that_hold_each_other_many_times_are_refused_soon_and_in_little_memory()
    {
        // d0 = {}; each next one holds the one before a thousand times: 10^21 values below the last, and no tensor among them.
        List<byte> operations = [(byte)'}', (byte)'(', .. TorchBytes.Text("d0"), (byte)'}', (byte)'q', 0];
        for (byte level = 1; level < 8; level++)
        {
            operations.AddRange([.. TorchBytes.Text($"d{level}"), (byte)'}', (byte)'q', level, (byte)'(']);
            for (int i = 0; i < 1000; i++) operations.AddRange([.. TorchBytes.Text($"{i}"), (byte)'h', (byte)(level - 1)]);
            operations.Add((byte)'u');
        }
        AssertCheap(TorchBytes.Archive(TorchBytes.Pickle([.. operations, (byte)'u'])), "more than 100000 values");
    }

    [Fact]
    public void A_dictionary_that_holds_itself_is_refused() =>
        AssertCheap(TorchBytes.Archive(TorchBytes.Pickle([(byte)'}', (byte)'q', 0, .. TorchBytes.Text("a"), (byte)'h', 0, (byte)'s'])), "8 dictionaries inside of each other");

    static void AssertCheap(byte[] file, string found)
    {
        long before = GC.GetAllocatedBytesForCurrentThread();
        Stopwatch clock = Stopwatch.StartNew();
        Assert.Contains(found, Assert.Throws<ModelFileException>(() => TorchArchiveReader.Read(new MemoryStream(file), "test")).Message, StringComparison.Ordinal);
        Assert.InRange(clock.Elapsed.TotalSeconds, 0, 20);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, file.Length + (48L << 20));   // all that was ever allocated; much of it is garbage at once
    }

    static void Check(byte[] file)
    {
        try
        {
            using NamedTensors read = TorchArchiveReader.Read(new MemoryStream(file), "test", requireFinite: false);
            Assert.InRange(read.Tensors.Values.Sum(tensor => tensor.numel() * tensor.element_size()), 0, file.Length + (16L << 20));   // views may tell more numbers than are there
        }
        catch (ModelFileException)
        {
            // Refused: right.
        }
    }

    static byte[] Apply(byte[] intact, Func<byte[], byte[]>[] damages) => damages.Aggregate(intact, (bytes, damage) => bytes.Length == 0 ? bytes : damage(bytes));

    static Func<byte[], byte[]> Change(int at, Func<byte, byte> to) => bytes =>
    {
        byte[] copy = [.. bytes];
        copy[at % copy.Length] = to(copy[at % copy.Length]);
        return copy;
    };

    static Func<byte[], byte[]> Splice(int at, int count, Func<byte[], byte[]> inserted) => bytes =>
    {
        int begin = at % (bytes.Length + 1);
        return [.. bytes[..begin], .. inserted(bytes), .. bytes[Math.Min(begin + count, bytes.Length)..]];
    };
}
