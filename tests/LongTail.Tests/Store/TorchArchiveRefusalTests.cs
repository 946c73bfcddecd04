using LongTail.Foundation;
using LongTail.Store;
using TorchSharp;
using static TorchSharp.torch;

namespace LongTail.Tests.Store;

/// <summary>What is not tensors by name is refused with the reason, and nothing runs.</summary>
public sealed class TorchArchiveRefusalTests
{
    const string Saved = "torch.save(model.state_dict()";

    [Theory]
    [InlineData("evil", "the name 'posix.system'", Saved)]
    [InlineData("evil_beside", "the name 'posix.system'", Saved)]
    [InlineData("whole_module", "the name 'torch.nn.modules.linear.Linear'", Saved)]
    [InlineData("sparse", "the name 'torch._utils._rebuild_sparse_tensor'", Saved)]
    [InlineData("complex", "the name 'torch.ComplexFloatStorage'", Saved)]
    [InlineData("script", "TorchScript", "torch.jit.load(file).state_dict()")]
    [InlineData("deflated", "compressed entry", "as torch.save writes them")]
    [InlineData("big_endian", "highest byte first", "the lowest first")]
    [InlineData("arrays", "no data.pkl", "as torch.save writes it")]
    [InlineData("no_tensors", "a dictionary of 'epoch', 'net'", "[KEY]")]
    [InlineData("bare_tensor", "a tensor without a name", "state_dict, model, model_state_dict")]
    [InlineData("list", "a list", "[KEY]")]
    [InlineData("odd_keys", "a key that is no name", "[KEY]")]
    [InlineData("two_wrappers", "a dictionary of 'model', 'state_dict'", "[KEY]")]
    public void The_refusal_says_what_was_found_and_what_to_do(string file, string found, string todo)
    {
        string message = Assert.Throws<ModelFileException>(() => TorchArchiveReader.Read(TorchBytes.PathOf(file))).Message;
        Assert.StartsWith(TorchBytes.PathOf(file), message, StringComparison.Ordinal);
        Assert.Contains(found, message, StringComparison.Ordinal);
        Assert.Contains(todo, message, StringComparison.Ordinal);
        Assert.False(File.Exists("PWNED"));
    }

    [Fact]
    public void A_call_that_looks_like_one_of_the_list_is_refused()
    {
        byte[] Calling(string module, string name, byte[] arguments) => TorchBytes.Pickle([.. TorchBytes.Name(module, name), .. arguments, (byte)'R']);
        foreach (byte[] pickle in (byte[][])
            [
                Calling("collections", "OrderedDict ", [(byte)')']), Calling("builtins", "eval", [.. TorchBytes.Text("1"), 0x85]), Calling("torch", "load", [(byte)')']),
                Calling("torch._utils", "_rebuild_tensor", [(byte)')']), Calling("os", "system", [.. TorchBytes.Text("touch PWNED"), 0x85]),
                Calling("torch.storage", "_load_from_bytes", [(byte)')']), Calling("torch", "FloatStorage", [(byte)')']),
                Calling("collections", "OrderedDict", [(byte)']', 0x85]), Calling("torch", "Size", [(byte)')']), Calling("torch._utils", "_rebuild_parameter", [(byte)')']),
            ])
            Assert.Throws<ModelFileException>(() => TorchArchiveReader.Read(new MemoryStream(TorchBytes.Archive(pickle)), "test"));
        Assert.False(File.Exists("PWNED"));
    }

    [Theory]
    [InlineData("FloatStorage", 4, 0, new long[] { 5 }, new long[] { 1 }, "up to number 4")]
    [InlineData("FloatStorage", 4, 1, new long[] { 2, 2 }, new long[] { 2, 1 }, "up to number 4")]
    [InlineData("FloatStorage", 4, 0, new long[] { 2, 2 }, new long[] { long.MaxValue, 1 }, "up to number")]
    [InlineData("FloatStorage", 4, 0, new long[] { 1L << 40, 1L << 40 }, new long[] { 0, 0 }, "too large for any file")]
    [InlineData("FloatStorage", 4, 0, new long[] { 1L << 40 }, new long[] { 0 }, "views of far more numbers")]
    [InlineData("FloatStorage", 4, 0, new long[] { 0, 1L << 62, 1L << 62 }, new long[] { 1, 1, 1 }, "too large for any file")]
    [InlineData("FloatStorage", 4, 0, new long[] { -1 }, new long[] { 1 }, "negative dimension")]
    [InlineData("FloatStorage", 4, 0, new long[] { 4 }, new long[] { -1 }, "negative offset or stride")]
    [InlineData("FloatStorage", 4, -1, new long[] { 4 }, new long[] { 1 }, "negative offset or stride")]
    [InlineData("FloatStorage", 4, 0, new long[] { 4 }, new long[] { 1, 1 }, "a call of Tensor")]
    [InlineData("FloatStorage", 3, 0, new long[] { 3 }, new long[] { 1 }, "16 bytes in 'archive/data/0', expected 12")]
    [InlineData("FloatStorage", 5, 0, new long[] { 4 }, new long[] { 1 }, "16 bytes in 'archive/data/0', expected 20")]
    [InlineData("FloatStorage", long.MaxValue, 0, new long[] { 4 }, new long[] { 1 }, "16 bytes in 'archive/data/0', expected 36893488147419103228")]
    [InlineData("FloatStorage", -4, 0, new long[] { 4 }, new long[] { 1 }, "persistent id")]
    [InlineData("BoolStorage", 16, 0, new long[] { 16 }, new long[] { 1 }, "a byte above 1")]
    [InlineData("DoubleStorage", 4, 0, new long[] { 4 }, new long[] { 1 }, "expected 32")]
    [InlineData("FloatStorage", 0, 0, new long[] { 1 }, new long[] { 1 }, "up to number 0")]
    public void A_tensor_that_does_not_fit_its_storage_is_refused(string type, long count, long offset, long[] shape, long[] strides, string found)
    {
        using DisposeScope scope = NewDisposeScope();
        long before = DisposeScopeManager.Statistics.ThreadTotalLiveCount;
        byte[] storage = new byte[16];
        storage[3] = 2;
        byte[] file = TorchBytes.Archive(TorchBytes.PickleOf(type, count, offset, shape, strides), storage);
        Assert.Contains(found, Assert.Throws<ModelFileException>(() => TorchArchiveReader.Read(new MemoryStream(file), "test")).Message, StringComparison.Ordinal);
        Assert.Equal(before, DisposeScopeManager.Statistics.ThreadTotalLiveCount);
    }

    [Fact]
    public void Views_may_together_take_what_the_file_has_and_16_MB_and_no_more()
    {
        string[] names = [.. Enumerable.Range(0, 20).Select(i => $"b{i}")];
        byte[] pickle = TorchBytes.PickleOf("FloatStorage", 4, 0, [1 << 18], [0], names);   // 1 MiB each
        using DisposeScope scope = NewDisposeScope();
        Assert.Contains("views of far more", Assert.Throws<ModelFileException>(() => TorchArchiveReader.Read(new MemoryStream(TorchBytes.Archive(pickle, new byte[16])), "test")).Message, StringComparison.Ordinal);
        pickle = TorchBytes.PickleOf("FloatStorage", 4, 0, [1 << 18], [0], names[..10]);
        using NamedTensors read = TorchArchiveReader.Read(new MemoryStream(TorchBytes.Archive(pickle, new byte[16])), "test");
        Assert.Equal(11, read.Tensors.Count);
    }

    [Fact]
    public void Archives_that_are_not_as_they_say_are_refused()
    {
        byte[] pickle = TorchBytes.PickleOf("FloatStorage", 1, 0, [1], [1]), four = new byte[4];
        string Refused(byte[] file) => Assert.Throws<ModelFileException>(() => TorchArchiveReader.Read(new MemoryStream(file), "test")).Message;
        Assert.Contains("no entry 'archive/data/0'", Refused(TorchBytes.Archive(pickle)), StringComparison.Ordinal);
        Assert.Contains("twice", Refused(TorchBytes.Zip(("a/data.pkl", pickle), ("a/data/0", four), ("a/data/0", four))), StringComparison.Ordinal);
        Assert.Contains("more than one data.pkl", Refused(TorchBytes.Zip(("a/data.pkl", pickle), ("b/data.pkl", pickle), ("a/data/0", four))), StringComparison.Ordinal);
        Assert.Contains("no data.pkl", Refused(TorchBytes.Zip(("a/b/data.pkl", pickle), ("a/b/data/0", four))), StringComparison.Ordinal);

        byte[] overlapping = TorchBytes.Archive(pickle, four, four);
        int second = overlapping.AsSpan().LastIndexOf("archive/data/1"u8) - 4;                    // where its entry in the directory says it begins
        BitConverter.GetBytes((uint)overlapping.AsSpan().IndexOf("archive/data/0"u8) - 30).CopyTo(overlapping, second);
        Assert.Contains("'archive/data/1' at byte", Refused(overlapping), StringComparison.Ordinal);

        byte[] changed = TorchBytes.Archive(pickle, [1, 2, 3, 4]);
        changed[changed.AsSpan().IndexOf((byte[])[1, 2, 3, 4])] ^= 1;
        Assert.Contains("checksum", Refused(changed), StringComparison.Ordinal);
        Assert.Contains("4 GiB", Refused(Patched(TorchBytes.Archive(pickle, four), "PK\x01\x02"u8, 24)), StringComparison.Ordinal);
        Assert.Contains("encrypted", Refused(Patched(TorchBytes.Archive(pickle, four), "PK\x01\x02"u8, 8)), StringComparison.Ordinal);
    }

    [Fact]
    public void One_storage_has_one_kind_and_length()
    {
        byte[] one = TorchBytes.PickleOf("FloatStorage", 4, 0, [4], [1], "b");
        int last = one.AsSpan().LastIndexOf("FloatStorage"u8);
        byte[] two = [.. one[..last], .. "IntStorage"u8, .. one[(last + "FloatStorage".Length)..]];
        Assert.Contains("storage 0 in 'b'", Assert.Throws<ModelFileException>(() => TorchArchiveReader.Read(new MemoryStream(TorchBytes.Archive(two, new byte[16])), "test")).Message, StringComparison.Ordinal);
    }

    static byte[] Patched(byte[] file, ReadOnlySpan<byte> signature, int at)
    {
        int begin = file.AsSpan().LastIndexOf(signature) + at;
        file.AsSpan(begin, 4).Fill(0xFF);
        return file;
    }
}
