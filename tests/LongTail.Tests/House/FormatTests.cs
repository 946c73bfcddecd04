using System.Text;

namespace LongTail.Tests.House;

/// <summary>What dotnet format would change and the build does not see. How the code itself is laid out, the build checks (IDE0055).</summary>
public sealed class FormatTests
{
    static readonly IEnumerable<(string Path, byte[] Bytes)> s_files = Repository.SourcesOf(Repository.Root).Select(path => (path, File.ReadAllBytes(Path.Combine(Repository.Root, path))));

    // Throws at what is no UTF-8.
    static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    [Fact]
    public void Every_file_is_plain_text_that_ends_with_one_line_end() => AssertNone(s_files.Select(file => (file.Path, Fault: FaultOf(file.Bytes))));

    [Fact]
    public void Usings_are_sorted_those_of_the_system_first() => AssertNone(s_files.Select(file => (file.Path, Fault: FaultOfUsings(Utf8.GetString(file.Bytes).Split('\n')))));

    [Theory]
    [InlineData("\u00EF\u00BB\u00BFclass A;\n")]
    [InlineData("class A;\r\n")]
    [InlineData("class A; \n")]
    [InlineData("class A;\t\n")]
    [InlineData("class A;\n\n")]
    [InlineData("class A;")]
    public void A_fault_of_the_text_is_seen(string text) => Assert.NotNull(FaultOf(Encoding.Latin1.GetBytes(text)));

    [Theory]
    [InlineData("using Xunit;", "using System;")]
    [InlineData("using System.Text;", "using System.IO;")]
    [InlineData("using Systematic;", "using System;")]
    [InlineData("using static Xunit.Assert;", "using System;")]
    [InlineData("using A = B;", "using static Xunit.Assert;")]
    [InlineData("using static B;", "using static A;")]
    public void A_fault_of_the_order_is_seen(string first, string second)
    {
        Assert.NotNull(FaultOfUsings([first, second, "", "namespace C;"]));
        Assert.Null(FaultOfUsings([second, first, "", "namespace C;"]));
    }

    static string? FaultOf(byte[] bytes) =>
        bytes.AsSpan().StartsWith(Encoding.UTF8.Preamble) ? "begins with a byte order mark"
        : bytes.Contains((byte)'\r') ? "has carriage returns"
        : !bytes.AsSpan().EndsWith("\n"u8) || bytes.AsSpan().EndsWith("\n\n"u8) ? "does not end with one line end"
        : Utf8.GetString(bytes).Split('\n').Any(line => line.Length > 0 && char.IsWhiteSpace(line[^1])) ? "has blanks at the end of a line" : null;

    static string? FaultOfUsings(string[] lines)
    {
        string[] usings = [.. lines.TakeWhile(line => line.Length == 0 || line.StartsWith("//", StringComparison.Ordinal) || line.StartsWith('#') || line.StartsWith("using ", StringComparison.Ordinal) && line.EndsWith(';')).Where(line => line.StartsWith("using ", StringComparison.Ordinal))];
        return usings.SequenceEqual(usings.OrderBy(Kind).ThenBy(Namespace, StringComparer.OrdinalIgnoreCase)) ? null : "has usings in another order: the system's first, then by the alphabet, static ones and aliases last";
    }

    // 0 and 1 are the two kinds that import a namespace.
    static int Kind(string line) => line.Contains('=', StringComparison.Ordinal) ? 3 : line.StartsWith("using static ", StringComparison.Ordinal) ? 2
        : Namespace(line) is "System" || Namespace(line).StartsWith("System.", StringComparison.Ordinal) ? 0 : 1;

    static string Namespace(string line) => line.Split(' ', 3) is [_, "static", { } name] ? name.TrimEnd(';') : line["using ".Length..].TrimEnd(';');

    static void AssertNone(IEnumerable<(string Path, string? Fault)> files)
    {
        string[] faults = [.. files.Where(file => file.Fault is not null).Select(file => $"{file.Path} {file.Fault}. Run dotnet format.")];
        Assert.True(faults.Length == 0, string.Join('\n', faults));
    }
}
