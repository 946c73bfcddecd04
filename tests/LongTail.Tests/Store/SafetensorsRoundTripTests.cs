using LongTail.Store;
using TorchSharp;
using static TorchSharp.torch;

namespace LongTail.Tests.Store;

public sealed class SafetensorsRoundTripTests
{
    static readonly ScalarType[] _kinds =
    [
        ScalarType.Float64, ScalarType.Float32, ScalarType.Float16, ScalarType.BFloat16,
        ScalarType.Int64, ScalarType.Int32, ScalarType.Int16, ScalarType.Int8, ScalarType.Byte, ScalarType.Bool,
    ];

    [Fact]
    public void Every_kind_of_number_comes_back_bit_equal()
    {
        using DisposeScope scope = NewDisposeScope();
        Dictionary<string, Tensor> tensors = _kinds.ToDictionary(
            kind => kind.ToString(), kind => tensor(new double[] { 0, 1, 1.5, 65, 127, 3 }).reshape(2, 3).to_type(kind));
        using NamedTensors read = RoundTrip(tensors);
        Assert.Equal(tensors.Keys.Order(StringComparer.Ordinal), read.Tensors.Keys);
        foreach (var (name, tensor) in tensors) AssertSame(tensor, read.Tensors[name]);
    }

    [Fact]
    public void Layout_is_not_part_of_the_file_but_the_values_are()
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor plain = arange(2 * 3 * 4 * 5, ScalarType.Float32).reshape(2, 3, 4, 5);
        Tensor channelsLast = plain.permute(0, 2, 3, 1).contiguous().permute(0, 3, 1, 2);
        Tensor slice = arange(240, ScalarType.Float32).reshape(2, 3, 4, 10).index(TensorIndex.Ellipsis, TensorIndex.Slice(0, null, 2));
        Assert.False(channelsLast.is_contiguous());
        Dictionary<string, Tensor> tensors = new()
        {
            ["channelsLast"] = channelsLast,
            ["slice"] = slice,
            ["transposed"] = slice.permute(3, 2, 1, 0),
            ["expanded"] = ones(1, 3).expand(4, 3),
            ["weight"] = plain.alias().requires_grad_(true),
            ["number"] = tensor(7.5),
            ["steps"] = tensor(12L),
            ["none"] = zeros(3, 0, 2),
        };
        using NamedTensors read = RoundTrip(tensors);
        foreach (var (name, tensor) in tensors) AssertSame(tensor.detach(), read.Tensors[name]);
        Assert.Equal([], read.Tensors["number"].shape);
        Assert.Equal(Bytes(new() { ["x"] = plain }), Bytes(new() { ["x"] = channelsLast }));
    }

    [Fact]
    public void Equal_contents_give_equal_bytes_whatever_the_order_of_insertion()
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor small = ones(3, ScalarType.Int8), large = zeros(2, ScalarType.Float64);
        byte[] one = Bytes(new() { ["a"] = small, ["b"] = large }, new() { ["x"] = "1", ["y"] = "2" });
        byte[] other = Bytes(new() { ["b"] = large, ["a"] = small }, new() { ["y"] = "2", ["x"] = "1" });
        Assert.Equal(one, other);
    }

    [Fact]
    public void The_bytes_are_those_of_the_format()
    {
        using DisposeScope scope = NewDisposeScope();
        byte[] written = Bytes(new() { ["b"] = tensor(new byte[] { 1, 2, 3 }), ["a"] = tensor(new[] { 1f, -2f }) }, new() { ["k"] = "v" });
        // Written by hand from the format's description; 1 is 3F800000 and -2 is C0000000, little endian.
        string header = """{"__metadata__":{"k":"v"},"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]},"b":{"dtype":"U8","shape":[3],"data_offsets":[8,11]}}""";
        Assert.Equal(132, header.Length);   // and four spaces, to a multiple of eight
        byte[] expected = [136, 0, 0, 0, 0, 0, 0, 0, .. System.Text.Encoding.ASCII.GetBytes(header + "    "), 0, 0, 0x80, 0x3F, 0, 0, 0, 0xC0, 1, 2, 3];
        Assert.Equal(expected, written);
    }

    [Fact]
    public void Numbers_of_each_kind_start_at_a_multiple_of_their_size()
    {
        using DisposeScope scope = NewDisposeScope();
        foreach (string name in new[] { "a", "ab", "abc", "abcd", "abcde", "abcdef", "abcdefg" })
        {
            byte[] bytes = Bytes(new() { ["x"] = ones(3, ScalarType.Int8), [name] = ones(3, ScalarType.Float64), ["z"] = ones(3, ScalarType.Int16) });
            SafetensorsHeader header = SafetensorsHeader.Read(new MemoryStream(bytes), "test");
            foreach (SafetensorsEntry entry in header.Entries) Assert.Equal(0, (header.DataStart + entry.Begin) % (entry.Bytes / 3));
        }
    }

    [Fact]
    public void Metadata_and_names_keep_every_letter()
    {
        using DisposeScope scope = NewDisposeScope();
        Dictionary<string, string> metadata = new() { ["größe"] = "zeile\n\"zwei\" 🐻", ["empty"] = "" };
        using NamedTensors read = RoundTrip(new() { ["conv1.weight ñ"] = ones(1) }, metadata);
        Assert.Equal(metadata.OrderBy(p => p.Key, StringComparer.Ordinal), read.Metadata);
        Assert.Equal(["conv1.weight ñ"], read.Tensors.Keys);
    }

    [Fact]
    public void Tensors_read_inside_a_dispose_scope_outlive_it_and_die_with_their_owner()
    {
        byte[] bytes;
        using (NewDisposeScope()) bytes = Bytes(new() { ["x"] = ones(3) });
        NamedTensors read;
        using (NewDisposeScope()) read = SafetensorsReader.Read(new MemoryStream(bytes), "test");
        Assert.Equal(3, read.Tensors["x"].numel());
        read.Dispose();
        Assert.True(read.Tensors["x"].IsInvalid);
    }

    [Fact]
    public void A_file_is_replaced_in_one_step()
    {
        using DisposeScope scope = NewDisposeScope();
        using TempFolder folder = new();
        string path = folder["model.safetensors"];
        SafetensorsWriter.Write(path, new Dictionary<string, Tensor> { ["x"] = ones(3) });
        SafetensorsWriter.Write(path, new Dictionary<string, Tensor> { ["y"] = ones(2) });
        using NamedTensors read = SafetensorsReader.Read(path);
        Assert.Equal(["y"], read.Tensors.Keys);
        Assert.Equal(["model.safetensors"], Directory.GetFileSystemEntries(folder.Path).Select(Path.GetFileName));
    }

    [Fact]
    public void A_kind_of_number_that_no_file_holds_is_named()
    {
        using DisposeScope scope = NewDisposeScope();
        var refused = Assert.Throws<ArgumentException>(() => Bytes(new() { ["wave"] = ones(2, ScalarType.ComplexFloat32) }));
        Assert.Contains("'wave'", refused.Message, StringComparison.Ordinal);
    }

    static NamedTensors RoundTrip(Dictionary<string, Tensor> tensors, Dictionary<string, string>? metadata = null) =>
        SafetensorsReader.Read(new MemoryStream(Bytes(tensors, metadata)), "test");

    static byte[] Bytes(Dictionary<string, Tensor> tensors, Dictionary<string, string>? metadata = null)
    {
        using MemoryStream stream = new();
        SafetensorsWriter.Write(stream, tensors, metadata);
        return stream.ToArray();
    }

    static void AssertSame(Tensor expected, Tensor found)
    {
        Assert.Equal(expected.dtype, found.dtype);
        Assert.Equal(expected.shape, found.shape);
        Assert.True(found.is_contiguous());
        if (expected.numel() > 0) Assert.Equal(expected.contiguous().bytes.ToArray(), found.bytes.ToArray());
    }
}
