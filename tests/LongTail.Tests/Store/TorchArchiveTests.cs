using System.Text.Json;
using System.Text.Json.Nodes;
using LongTail.Foundation;
using LongTail.Store;
using LongTail.Tests.Golden;
using TorchSharp;
using static TorchSharp.torch;

namespace LongTail.Tests.Store;

/// <summary>What torch.save wrote is read as it was; the files were made by torch_files.py.</summary>
public sealed class TorchArchiveTests : IDisposable
{
    static readonly JsonNode _expected = GoldenFile.Read("torch/expected.json");

    readonly DisposeScope _scope = NewDisposeScope();

    public static TheoryData<string> Readable => [.. _expected.AsObject().Where(pair => pair.Value is JsonObject).Select(pair => pair.Key)];

    public void Dispose() => _scope.Dispose();

    [Theory, MemberData(nameof(Readable))]
    public void Names_kinds_shapes_and_numbers_are_those_that_were_saved(string file)
    {
        using NamedTensors read = TorchArchiveReader.Read(TorchBytes.PathOf(file));
        JsonObject expected = _expected[file]!.AsObject();
        Assert.Equal(expected.Select(pair => pair.Key).Order(StringComparer.Ordinal), read.Tensors.Keys);
        foreach ((string name, JsonNode? tensor) in expected)
        {
            Tensor found = read.Tensors[name];
            Assert.Equal((string)tensor!["dtype"]!, KindOf(found.dtype));
            Assert.Equal(tensor["shape"]!.Deserialize<long[]>()!, found.shape);
            Assert.True(found.is_contiguous() && !found.requires_grad, name);
            Assert.Equal(tensor["values"]!.Deserialize<double[]>()!, (double[])[.. found.to(float64).flatten().data<double>()]);
        }
    }

    [Fact]
    public void Tensors_that_are_not_finite_are_refused_unless_asked_for()
    {
        Assert.Contains("'bad'", Assert.Throws<ModelFileException>(() => TorchArchiveReader.Read(TorchBytes.PathOf("nan"))).Message, StringComparison.Ordinal);
        using NamedTensors read = TorchArchiveReader.Read(TorchBytes.PathOf("nan"), requireFinite: false);
        Assert.Equal(["bad", "fine"], read.Tensors.Keys);
    }

    [Fact]
    public void Tensors_outlive_every_scope_and_are_gone_when_disposed()
    {
        NamedTensors read;
        long before = DisposeScopeManager.Statistics.ThreadTotalLiveCount;
        using (NewDisposeScope()) read = TorchArchiveReader.Read(TorchBytes.PathOf("views"));
        Assert.Equal(3, read.Tensors["int64"].sum().item<long>() + 3);
        read.Dispose();
        Assert.All(read.Tensors.Values, tensor => Assert.True(tensor.IsInvalid));
        Assert.True(DisposeScopeManager.Statistics.ThreadTotalLiveCount - before <= 1);   // the sum above
    }

    [Fact]
    public void The_prefix_of_parallel_training_is_dropped_only_where_all_names_have_it()
    {
        byte[] WithNames(string first, string second) => Renamed(TorchBytes.PickleOf("FloatStorage", 1, 0, [1], [1], "b"), first, second);
        Assert.Equal(["x", "y"], Read(WithNames("module.x", "module.y"), new byte[4]));
        Assert.Equal(["module.x", "y"], Read(WithNames("module.x", "y"), new byte[4]));
        Assert.Equal(["module.", "module.y"], Read(WithNames("module.", "module.y"), new byte[4]));
    }

    [Fact]
    public void The_checksum_is_the_one_of_zip()
    {
        Assert.Equal(0xCBF43926, Crc32.Of("123456789"u8));
        Assert.Equal(0u, Crc32.Of([]));
        Assert.Equal(Crc32.Of([.. "1234567"u8]), PlainChecksum("1234567"u8));
        Assert.Equal(Crc32.Of([.. "The quick brown fox jumps over the lazy dog"u8]), PlainChecksum("The quick brown fox jumps over the lazy dog"u8));
    }

    static uint PlainChecksum(ReadOnlySpan<byte> bytes)
    {
        uint sum = uint.MaxValue;
        foreach (byte each in bytes)
        {
            sum ^= each;
            for (int bit = 0; bit < 8; bit++) sum = sum >> 1 ^ ((sum & 1) == 0 ? 0 : 0xEDB88320);
        }
        return ~sum;
    }

    static IEnumerable<string> Read(byte[] pickle, params byte[][] storages)
    {
        using NamedTensors read = TorchArchiveReader.Read(new MemoryStream(TorchBytes.Archive(pickle, storages)), "test");
        return [.. read.Tensors.Keys];
    }

    static byte[] Renamed(byte[] pickle, string first, string second) => Replaced(Replaced(pickle, "a", first), "b", second);

    static byte[] Replaced(byte[] pickle, string from, string to)
    {
        byte[] old = TorchBytes.Text(from);
        int at = pickle.AsSpan().IndexOf(old);
        return [.. pickle[..at], .. TorchBytes.Text(to), .. pickle[(at + old.Length)..]];
    }

    static string KindOf(ScalarType type) => type switch
    {
        ScalarType.Byte => "uint8",
        _ => type.ToString().ToLowerInvariant(),
    };
}
