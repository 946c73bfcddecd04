using CsCheck;
using LongTail.Foundation;
using LongTail.Store;
using TorchSharp;
using static TorchSharp.torch;

namespace LongTail.Tests.Store;

/// <summary>Damaged files are refused or read in full; nothing else ever happens.</summary>
public sealed class SafetensorsDamageTests
{
    static readonly byte[] _intact = Intact();

    static readonly string[] _numbers =
        ["0", "1", "2", "3", "4", "8", "16", "-1", "255", "4294967296", "9223372036854775807", "9223372036854775808", "18446744073709551616", "1e3", "0.5"];

    static readonly string[] _words = ["\"F32\"", "\"U8\"", "\"BOOL\"", "\"I64\"", "\"a\"", "\"shape\"", "\"dtype\"", "\"__metadata__\"", "[]", "{}", "null", ",", ":", "[", "]", "{", "}"];

    static readonly Gen<Func<byte[], byte[]>> _damage = Gen.OneOf(
        Gen.Select(Gen.Int[0, 9999], Gen.Byte, (at, to) => Change(bytes => bytes[at % bytes.Length] = to)),
        Gen.Select(Gen.Int[0, 9999], Gen.Int[0, 7], (at, bit) => Change(bytes => bytes[at % bytes.Length] ^= (byte)(1 << bit))),
        Gen.Int[0, 9999].Select(length => (Func<byte[], byte[]>)(bytes => bytes[..(length % (bytes.Length + 1))])),
        Gen.Select(Gen.Int[0, 9999], Gen.Int[0, 40], (at, count) => Splice(at, count, [])),
        Gen.Select(Gen.Int[0, 9999], Gen.Byte.Array[1, 20], (at, inserted) => Splice(at, 0, inserted)),
        Gen.Select(Gen.Int[0, 9999], Gen.Int[0, 9], Gen.Int[0, 99].Select(pick => _numbers[pick % _numbers.Length]), (at, count, text) => SpliceHeader(at, count, text)),
        Gen.Select(Gen.Int[0, 9999], Gen.Int[0, 9], Gen.Int[0, 99].Select(pick => _words[pick % _words.Length]), (at, count, text) => SpliceHeader(at, count, text)));

    [Fact]
    public void Damaged_headers_are_refused_or_describe_every_byte() =>
        _damage.Array[1, 4].Sample(damages => CheckHeader(Apply(damages)), iter: 20_000);

    [Fact]
    public void Damaged_files_are_refused_or_read_in_full() =>
        _damage.Array[1, 2].Sample(damages => CheckFile(Apply(damages)), iter: 2_000);

    [Fact]
    public void Every_cut_is_refused()
    {
        for (int length = 0; length < _intact.Length; length++)
            Assert.Throws<ModelFileException>(() => SafetensorsHeader.Read(new MemoryStream(_intact[..length]), "test"));
    }

    [Theory]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    [InlineData(double.NegativeInfinity)]
    public void Weights_that_are_no_finite_numbers_are_refused_unless_asked_for(double bad)
    {
        using DisposeScope scope = NewDisposeScope();
        foreach (ScalarType kind in new[] { ScalarType.Float64, ScalarType.Float32, ScalarType.Float16, ScalarType.BFloat16 })
        {
            using MemoryStream file = new();
            SafetensorsWriter.Write(file, new Dictionary<string, Tensor> { ["fine"] = ones(3), ["bad"] = tensor(new[] { 1, bad, 2 }).to_type(kind) });
            file.Position = 0;
            Assert.Contains("'bad'", Assert.Throws<ModelFileException>(() => SafetensorsReader.Read(file, "test")).Message, StringComparison.Ordinal);
            file.Position = 0;
            using NamedTensors read = SafetensorsReader.Read(file, "test", requireFinite: false);
            Assert.Equal(2, read.Tensors.Count);
        }
    }

    [Fact]
    public void A_truth_value_other_than_0_and_1_is_refused()
    {
        string header = $$"""{{{SafetensorsBytes.Entry("\"a\"", "\"BOOL\"", "[2]", "[0,2]")}}}""";
        byte[] file = SafetensorsBytes.Of(System.Text.Encoding.ASCII.GetBytes(header), [1, 2]);
        Assert.Throws<ModelFileException>(() => SafetensorsReader.Read(new MemoryStream(file), "test"));
    }

    [Fact]
    public void A_refused_file_leaves_no_tensors_behind()
    {
        using DisposeScope scope = NewDisposeScope();
        using MemoryStream file = new();
        SafetensorsWriter.Write(file, new Dictionary<string, Tensor> { ["a"] = ones(3), ["b"] = tensor(float.NaN) });
        long before = DisposeScopeManager.Statistics.ThreadTotalLiveCount;
        file.Position = 0;
        Assert.Throws<ModelFileException>(() => SafetensorsReader.Read(file, "test"));
        Assert.Equal(before, DisposeScopeManager.Statistics.ThreadTotalLiveCount);
    }

    [Fact]
    public void A_missing_file_a_folder_and_an_empty_file_are_refused()
    {
        using TempFolder folder = new();
        Assert.Contains("nothere", Assert.Throws<ModelFileException>(() => SafetensorsReader.Read(folder["nothere"])).Message, StringComparison.Ordinal);
        Assert.Throws<ModelFileException>(() => SafetensorsReader.Read(folder.Path));
        File.WriteAllBytes(folder["empty"], []);
        Assert.Throws<ModelFileException>(() => SafetensorsReader.Read(folder["empty"]));
    }

    static void CheckHeader(byte[] file)
    {
        SafetensorsHeader header;
        try
        {
            header = SafetensorsHeader.Read(new MemoryStream(file), "test");
        }
        catch (ModelFileException)
        {
            return;
        }
        Assert.Equal(file.Length - header.DataStart, header.Entries.Sum(entry => entry.Bytes));
        long end = 0;
        foreach (SafetensorsEntry entry in header.Entries)
        {
            Assert.Equal(end, entry.Begin);
            Assert.Equal(entry.Bytes, entry.Shape.Aggregate(1L, (product, dimension) => product * dimension) * ElementTypes.Bytes(entry.Type));
            end = entry.End;
        }
    }

    static void CheckFile(byte[] file)
    {
        try
        {
            using NamedTensors read = SafetensorsReader.Read(new MemoryStream(file), "test");
            Assert.All(read.Tensors.Values, tensor => Assert.True(tensor.numel() >= 0));
        }
        catch (ModelFileException)
        {
            // Refused: right.
        }
    }

    static byte[] Apply(Func<byte[], byte[]>[] damages) => damages.Aggregate(_intact, (bytes, damage) => bytes.Length == 0 ? bytes : damage(bytes));

    static Func<byte[], byte[]> Change(Action<byte[]> change) => bytes =>
    {
        byte[] copy = [.. bytes];
        change(copy);
        return copy;
    };

    static Func<byte[], byte[]> Splice(int at, int count, byte[] inserted) => bytes =>
    {
        int begin = at % (bytes.Length + 1);
        int end = Math.Min(begin + count, bytes.Length);
        return [.. bytes[..begin], .. inserted, .. bytes[end..]];
    };

    // Changes the text of the header and states its new length, so that the damage reaches the parser.
    static Func<byte[], byte[]> SpliceHeader(int at, int count, string text) => bytes =>
    {
        if (bytes.Length < 16) return bytes;
        long length = Math.Clamp(BitConverter.ToInt64(bytes), 0, bytes.Length - 8);
        byte[] header = Splice(at, count, System.Text.Encoding.ASCII.GetBytes(text))(bytes[8..(int)(8 + length)]);
        return SafetensorsBytes.Of(header, bytes[(int)(8 + length)..]);
    };

    static byte[] Intact()
    {
        using DisposeScope scope = NewDisposeScope();
        using MemoryStream file = new();
        SafetensorsWriter.Write(file, new Dictionary<string, Tensor>
        {
            ["a"] = ones(2, 3),
            ["b"] = tensor(7L),
            ["c"] = ones(3, ScalarType.Bool),
            ["d"] = zeros(0, 4),
            ["e"] = ones(5, ScalarType.Byte),
        }, new Dictionary<string, string> { ["k"] = "v" });
        return file.ToArray();
    }
}
