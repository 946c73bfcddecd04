namespace LongTail.Tests.House;

/// <summary>The program uses the network in one command alone.</summary>
public class NetworkUseTests
{
    [Fact]
    public void Nothing_but_the_download_of_data_names_the_network()
    {
        string source = Path.Combine(Repository.Root, "src");
        string[] users = [.. Directory.EnumerateFiles(source, "*.cs", SearchOption.AllDirectories)
            .Where(file => File.ReadAllText(file) is var text && (text.Contains("System.Net", StringComparison.Ordinal) || text.Contains("HttpClient", StringComparison.Ordinal) || text.Contains("Socket", StringComparison.Ordinal)))
            .Select(file => Path.GetRelativePath(source, file).Replace('\\', '/')).Order(StringComparer.Ordinal)];
        Assert.Equal(["LongTail.Cli/Commands/DataCommands.cs", "LongTail.Cli/Downloads/Download.cs"], users);
    }
}
