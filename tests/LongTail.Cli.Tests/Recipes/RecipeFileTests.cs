using System.Text;
using LongTail.Cli.Tests.Fakes;
using LongTail.Foundation;
using LongTail.Recipes;

namespace LongTail.Cli.Tests.Recipes;

public sealed class RecipeFileTests
{
    const string Small = """
        // A comment,
        {
          "data": { "set": "fashion-lt", }, /* and trailing commas, */
          "method": { "name": "ce" },       // are allowed
        }
        """;

    [Fact]
    public void Comments_and_trailing_commas_are_allowed() => Assert.Equal("ce", Parse(Encoding.UTF8.GetBytes(Small)).Text("method.name"));

    [Fact]
    public void The_mark_that_Windows_editors_leave_is_skipped() =>
        Assert.Equal("ce", Parse([.. Encoding.UTF8.Preamble, .. Encoding.UTF8.GetBytes(Small)]).Text("method.name"));

    [Fact]
    public void UTF_16_is_refused_with_advice()
    {
        AssertRefused([.. Encoding.Unicode.Preamble, .. Encoding.Unicode.GetBytes(Small)], "save the file as UTF-8");
        AssertRefused([.. Encoding.BigEndianUnicode.Preamble, .. Encoding.BigEndianUnicode.GetBytes(Small)], "save the file as UTF-8");
    }

    [Fact]
    public void Bytes_that_are_no_text_are_refused() => AssertRefused([0x7B, 0xC3, 0x28, 0x7D], "bytes that are not UTF-8");

    [Fact]
    public void A_file_that_is_too_large_is_refused_without_reading_all_of_it()
    {
        using EndlessStream endless = new();
        RecipeException refusal = Assert.Throws<RecipeException>(() => RecipeFile.Parse(endless, new("recipe endless", Caller.CommandLine)));
        Assert.Contains("more than 64 KiB", refusal.Message, StringComparison.Ordinal);
        Assert.InRange(endless.Given, 1, 1 << 20);
    }

    [Fact]
    public void A_missing_file_and_a_folder_are_refused()
    {
        using TextFolder folder = new();
        Assert.Contains("no readable file", Refusal(Path.Combine(folder.Path, "none.json")), StringComparison.Ordinal);
        Assert.Contains("no readable file", Refusal(folder.Path + Path.DirectorySeparatorChar), StringComparison.Ordinal);
    }

    [Fact]
    public void A_recipe_without_a_name_is_named_after_its_file()
    {
        using TextFolder folder = new();
        Assert.Equal("my-first", RecipeReader.Read(folder.Write("my-first.json", Small), Caller.CommandLine).Complete("it").Text("name"));
    }

    [Fact]
    public void Escape_sequences_do_not_reach_the_terminal()
    {
        using TextFolder folder = new();
        string refusal = Refusal(folder.Write("mine.json", "{ \"\\u001b[31mred\\u202e\": 1 }"));
        Assert.DoesNotContain('\u001b', refusal);
        Assert.DoesNotContain('\u202e', refusal);
        Assert.Contains("?[31mred?", refusal, StringComparison.Ordinal);
    }

    static string Refusal(string path) => Assert.Throws<RecipeException>(() => RecipeReader.Read(path, Caller.CommandLine)).Message;

    static CompleteRecipe Parse(byte[] bytes) => RecipeFile.Parse(new MemoryStream(bytes), new("recipe mine", Caller.CommandLine))
        .With(RecipeSchema.Find("name")!, new(System.Text.Json.JsonElement.Parse("\"mine\""), "test")).Complete("recipe mine");

    static void AssertRefused(byte[] bytes, string fault)
    {
        RecipeException refusal = Assert.Throws<RecipeException>(() => RecipeFile.Parse(new MemoryStream(bytes), new("recipe mine", Caller.CommandLine)));
        Assert.Contains(fault, refusal.Message, StringComparison.Ordinal);
    }

    /// <summary>Blanks without end, such as /dev/zero gives zeros.</summary>
    sealed class EndlessStream : Stream
    {
        public long Given { get; private set; }

        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => throw new NotSupportedException();

        public override long Position { get => Given; set => throw new NotSupportedException(); }

        public override int Read(byte[] buffer, int offset, int count)
        {
            buffer.AsSpan(offset, count).Fill((byte)' ');
            Given += count;
            return count;
        }

        public override void Flush()
        {
        }

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }
}
