using System.Text;
using LongTail.Foundation;
using LongTail.Store;
using static LongTail.Tests.Store.SafetensorsBytes;

namespace LongTail.Tests.Store;

public sealed class SafetensorsHeaderTests
{
    const string A = """ "a" """, F32 = "\"F32\"", U8 = "\"U8\"";

    [Fact]
    public void A_right_file_is_described_in_the_order_of_its_bytes()
    {
        byte[] file = Of($$"""{"__metadata__":{"k":"v"},{{Entry("\"b\"", U8, "[3]", "[8,11]")}},{{Entry("\"a\"", F32, "[2,1]", "[0,8]")}},{{Entry("\"none\"", F32, "[0,5]", "[8,8]")}}}""", 11);
        SafetensorsHeader header = SafetensorsHeader.Read(new MemoryStream(file), "test");
        Assert.Equal(["a", "none", "b"], header.Entries.Select(entry => entry.Name));
        Assert.Equal([2, 1], header.Entries[0].Shape);
        Assert.Equal((8, 11), (header.Entries[2].Begin, header.Entries[2].End));
        Assert.Equal("v", header.Metadata["k"]);
        Assert.Equal(file.Length - 11, header.DataStart);
    }

    [Fact]
    public void A_file_without_tensors_is_right()
    {
        Assert.Empty(Read(Of("{}", 0)).Entries);
        Assert.Empty(Read(Of("{}      ", 0)).Entries);
    }

    [Fact]
    public void A_single_number_has_an_empty_shape() => Assert.Empty(Read(Of($$"""{{{Entry(A, F32, "[]", "[0,4]")}}}""", 4)).Entries[0].Shape);

    public static TheoryData<string, string, int, string> WrongHeaders => new()
    {
        { "array instead of object", "[]", 0, "begins with byte 0x5b" },
        { "text instead of object", "\"{\"", 0, "begins with byte 0x22" },
        { "cut", "{\"a\"", 0, "not JSON" },
        { "second document", "{}{}", 0, "not JSON" },
        { "comment", "{/* */}", 0, "not JSON" },
        { "trailing comma", $$"""{{{Entry(A, F32, "[1]", "[0,4]")}},}""", 4, "not JSON" },
        { "zero bytes as padding", "{}\0\0\0\0\0\0", 0, "not JSON" },
        { "tensor is a number", """{"a":1}""", 0, "Number" },
        { "tensor is null", """{"a":null}""", 0, "Null" },
        { "doubled name", $$"""{{{Entry(A, F32, "[1]", "[0,4]")}},{{Entry(A, F32, "[1]", "[4,8]")}}}""", 8, "'a' twice" },
        { "doubled name, differently spelled", $$"""{{{Entry(A, F32, "[1]", "[0,4]")}},{{Entry("\"\\u0061\"", F32, "[1]", "[4,8]")}}}""", 8, "'a' twice" },
        { "doubled member", """{"a":{"dtype":"U8","dtype":"U8","shape":[1],"data_offsets":[0,1]}}""", 1, "'dtype' unknown or twice" },
        { "doubled metadata", """{"__metadata__":{"k":"1","k":"2"}}""", 0, "'k' twice" },
        { "metadata twice", """{"__metadata__":{},"__metadata__":{}}""", 0, "'__metadata__' twice" },
        { "metadata is no text", """{"__metadata__":{"k":1}}""", 0, "metadata 'k'" },
        { "metadata is no object", """{"__metadata__":"k"}""", 0, "String" },
        { "unknown member", """{"a":{"dtype":"U8","shape":[1],"data_offsets":[0,1],"code":"x"}}""", 1, "'code'" },
        { "missing member", """{"a":{"dtype":"U8","shape":[1]}}""", 1, "without all" },
        { "unknown dtype", $$"""{{{Entry(A, "\"F8_E4M3\"", "[1]", "[0,1]")}}}""", 1, "dtype 'F8_E4M3'" },
        { "dtype in lower case", $$"""{{{Entry(A, "\"f32\"", "[1]", "[0,4]")}}}""", 4, "dtype 'f32'" },
        { "dtype is a number", $$"""{{{Entry(A, "1", "[1]", "[0,4]")}}}""", 4, "Number" },
        { "negative shape", $$"""{{{Entry(A, F32, "[-1]", "[0,4]")}}}""", 4, "wrong number in shape" },
        { "two negative dimensions", $$"""{{{Entry(A, F32, "[-1,-1]", "[0,4]")}}}""", 4, "wrong number in shape" },
        { "fractional shape", $$"""{{{Entry(A, F32, "[1.0]", "[0,4]")}}}""", 4, "wrong number in shape" },
        { "shape of text", $$"""{{{Entry(A, F32, "[\"1\"]", "[0,4]")}}}""", 4, "wrong number in shape" },
        { "shape is a number", $$"""{{{Entry(A, F32, "1", "[0,4]")}}}""", 4, "Number" },
        { "shape in shape", $$"""{{{Entry(A, F32, "[[1]]", "[0,4]")}}}""", 4, "not JSON" },
        { "dimension beyond 64 bits", $$"""{{{Entry(A, F32, "[18446744073709551617]", "[0,4]")}}}""", 4, "wrong number in shape" },
        { "product overflows to 4", $$"""{{{Entry(A, F32, "[4611686018427387905,1]", "[0,4]")}}}""", 4, "too large" },
        { "product overflows to 0", $$"""{{{Entry(A, F32, "[4294967296,4294967296]", "[0,0]")}}}""", 0, "too large" },
        { "overflow behind a zero", $$"""{{{Entry(A, F32, "[0,4294967296,4294967296]", "[0,0]")}}}""", 0, "too large" },
        { "too many dimensions", $$"""{{{Entry(A, F32, "[1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1]", "[0,4]")}}}""", 4, "more than 16" },
        { "one offset", $$"""{{{Entry(A, F32, "[1]", "[4]")}}}""", 4, "two data_offsets" },
        { "three offsets", $$"""{{{Entry(A, F32, "[1]", "[0,4,4]")}}}""", 4, "more than 2" },
        { "negative offset", $$"""{{{Entry(A, F32, "[1]", "[-4,0]")}}}""", 4, "wrong number in data_offsets" },
        { "offsets backwards", $$"""{{{Entry(A, F32, "[1]", "[4,0]")}}}""", 4, "4 bytes for its shape" },
        { "offsets too near", $$"""{{{Entry(A, F32, "[2]", "[0,4]")}}}""", 4, "8 bytes for its shape" },
        { "offsets too far", $$"""{{{Entry(A, F32, "[1]", "[0,8]")}}}""", 8, "4 bytes for its shape" },
        { "past the end", $$"""{{{Entry(A, F32, "[2]", "[0,8]")}}}""", 7, "7 bytes of numbers" },
        { "trailing bytes", $$"""{{{Entry(A, F32, "[1]", "[0,4]")}}}""", 5, "5 bytes of numbers" },
        { "bytes but no tensors", "{}", 1, "1 bytes of numbers" },
        { "gap in front", $$"""{{{Entry(A, F32, "[1]", "[4,8]")}}}""", 8, "a gap" },
        { "gap between", $$"""{{{Entry(A, U8, "[1]", "[0,1]")}},{{Entry("\"b\"", U8, "[1]", "[2,3]")}}}""", 3, "a gap" },
        { "overlap", $$"""{{{Entry(A, U8, "[2]", "[0,2]")}},{{Entry("\"b\"", U8, "[2]", "[1,3]")}}}""", 3, "an overlap" },
        { "the same bytes twice", $$"""{{{Entry(A, U8, "[2]", "[0,2]")}},{{Entry("\"b\"", U8, "[2]", "[0,2]")}}}""", 2, "an overlap" },
        { "nothing inside another", $$"""{{{Entry(A, U8, "[2]", "[0,2]")}},{{Entry("\"b\"", U8, "[0]", "[1,1]")}}}""", 2, "an overlap" },
        { "nothing past the end", $$"""{{{Entry(A, U8, "[2]", "[0,2]")}},{{Entry("\"b\"", U8, "[0]", "[9,9]")}}}""", 2, "a gap" },
        { "long name", $$"""{{{Entry($"\"{new string('x', 1025)}\"", F32, "[1]", "[0,4]")}}}""", 4, "a name of 1025 bytes" },
        { "half a letter", $$"""{{{Entry("\"\\ud800\"", F32, "[1]", "[0,4]")}}}""", 4, "not JSON" },
    };

    [Theory]
    [MemberData(nameof(WrongHeaders))]
    public void Wrong_headers_are_refused_with_what_was_found(string what, string header, int dataLength, string message)
    {
        var refused = Assert.Throws<ModelFileException>(() => Read(Of(header, dataLength)));
        Assert.StartsWith("model.safetensors: found ", refused.Message, StringComparison.Ordinal);
        Assert.True(refused.Message.Contains(message, StringComparison.Ordinal), $"{what}: {refused.Message}");
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(1 << 30)]
    [InlineData(long.MaxValue)]
    [InlineData(-1)]
    [InlineData(-8)]
    public void Wrong_header_lengths_are_refused(long length)
    {
        var refused = Assert.Throws<ModelFileException>(() => Read(Of("{}"u8.ToArray(), [], (ulong)length)));
        Assert.Contains($"header length of {(ulong)length}", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Files_shorter_than_any_header_are_refused()
    {
        byte[] file = Of("{}", 0);
        for (int length = 0; length < file.Length; length++) Assert.Throws<ModelFileException>(() => Read(file[..length]));
    }

    [Fact]
    public void A_byte_order_mark_and_text_that_is_not_UTF_8_are_refused()
    {
        Assert.Throws<ModelFileException>(() => Read(Of([0xEF, 0xBB, 0xBF, (byte)'{', (byte)'}'], [])));
        byte[] header = Encoding.Latin1.GetBytes($$"""{{{Entry("\"\u00ff\"", F32, "[1]", "[0,4]")}}}""");
        Assert.Throws<ModelFileException>(() => Read(Of(header, new byte[4])));
    }

    [Fact]
    public void A_million_entries_are_refused_within_the_memory_of_the_file()
    {
        StringBuilder header = new("{");
        for (int entry = 0; header.Length < SafetensorsHeader.MaximumLength - 100; entry++)
            header.Append(entry == 0 ? "" : ",").Append(Entry($"\"{entry}\"", U8, "[0]", "[0,0]"));
        Assert.Contains("more than 10000 entries", RefusedWithinMemory(Of(header.Append('}').ToString(), 0)), StringComparison.Ordinal);
    }

    [Fact]
    public void Long_names_are_kept_within_the_memory_of_the_file()
    {
        StringBuilder header = new("{");
        for (int entry = 0; header.Length < SafetensorsHeader.MaximumLength - 2000; entry++)
            header.Append(entry == 0 ? "" : ",").Append(Entry($"\"{new string('x', 300)}{entry}\"", U8, "[0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0]", "[0,0]"));
        RefusedWithinMemory(Of(header.Append(']').ToString(), 0));
    }

    [Fact]
    public void Deep_nesting_and_endless_arrays_are_refused_within_the_memory_of_the_file()
    {
        RefusedWithinMemory(Of("{\"a\":" + new string('[', 4_000_000), 0));
        RefusedWithinMemory(Of(string.Concat(Enumerable.Repeat("{\"a\":", 600_000)), 0));
        RefusedWithinMemory(Of("{\"a\":{\"shape\":[" + string.Concat(Enumerable.Repeat("1,", 1_900_000)) + "1]}}", 0));
        RefusedWithinMemory(Of("{\"" + new string('x', 4_000_000) + "\":1}", 0));
        RefusedWithinMemory(Of("{\"__metadata__\":{\"k\":\"" + new string('x', 4_000_000) + "\"}}x", 0));
        RefusedWithinMemory(Of("{}" + new string(' ', SafetensorsHeader.MaximumLength - 1), 0));
        RefusedWithinMemory(Of($$"""{{{Entry(A, F32, "[1000000000]", "[0,4000000000]")}}}""", 0));
    }

    static string RefusedWithinMemory(byte[] file)
    {
        using MemoryStream stream = new(file);
        long before = GC.GetAllocatedBytesForCurrentThread();
        string message = Assert.Throws<ModelFileException>(() => SafetensorsHeader.Read(stream, "model.safetensors")).Message;
        long allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        Assert.InRange(allocated, 0, file.Length + (16 << 20));
        return message;
    }

    static SafetensorsHeader Read(byte[] file) => SafetensorsHeader.Read(new MemoryStream(file), "model.safetensors");
}
