using System.CommandLine;
using LongTail.Cli.Downloads;
using LongTail.Foundation;
using LongTail.Store;

namespace LongTail.Cli.Commands;

/// <summary>The commands on data. Of them, get is the one that uses the network.</summary>
static class DataCommands
{
    public static Command Build(Host host) => new("data", "Fetches published data sets, and looks at pictures before they are trained on.") { GetCommand(host), DataCheckCommand.Build(host), DataListsCommand.Build(host) };

    static Command GetCommand(Host host)
    {
        Argument<string> set = new("SET") { Description = $"One of {string.Join(", ", host.Published.Select(data => data.Name))}.", HelpName = "SET" };
        set.CompletionSources.Add([.. host.Published.Select(data => data.Name)]);
        Option<string> to = new("--to") { Description = "Folder for the files; created when missing. What is there and complete is not fetched again.", HelpName = "FOLDER", DefaultValueFactory = _ => "data" };
        Command command = new("get", "Fetches a data set from its authors' address, checks size and checksum, and unpacks it. Nothing else in this program uses the network.") { set, to };
        command.SetAction(parsed =>
        {
            PublishedData data = Find(parsed.GetRequiredValue(set), host);
            string folder = Path.GetFullPath(parsed.GetRequiredValue(to));
            return InterruptibleRun.Of(host, "Stopping; what came so far is kept.", "what came so far is kept. To continue, run the same command again.", interruption =>
            {
                Get(data, folder, host, interruption.Token);
                host.Out.WriteLine($"{data.Name}: ready in {SafeText.Of(folder, 1000)}; name it with --data.");
                return ExitCode.Done;
            });
        });
        return command;
    }

    static PublishedData Find(string name, Host host) => host.Published.FirstOrDefault(data => data.Name == name)
        ?? throw new UsageException($"Found the unknown data set {SafeText.Quoted(name)}.{NearestName.Hint(name, host.Published.Select(data => data.Name))} Expected one of {string.Join(", ", host.Published.Select(data => data.Name))}; others must be fetched by hand.");

    static void Get(PublishedData data, string folder, Host host, CancellationToken cancel)
    {
        StorageFault.Guard(folder, 0, () => Directory.CreateDirectory(folder));
        using HttpClient client = new() { Timeout = Timeout.InfiniteTimeSpan };
        foreach (PublishedFile file in data.Files)
        {
            string target = Path.Combine(folder, file.Name);
            if (IsUnpacked(file, folder))
            {
                host.Error.WriteLine($"{file.Folder}: is there already, unpacked; its authors publish the checksum of the archive alone");
                continue;
            }
            if (Checksum.Fits(target, file))      // an archive is whole when only its unpacking was interrupted
            {
                host.Error.WriteLine($"{file.Name}: is there already, with the checksum that its authors publish");
            }
            else
            {
                if (File.Exists(target)) host.Error.WriteLine($"{file.Name}: is there already, and is not the published file; fetching it again");
                host.Error.WriteLine($"{file.Name}: {file.Bytes:N0} bytes from {file.Address}");
                new Download(client, file, target, host.Error.WriteLine) { Patience = host.NetworkPatience, Pause = host.NetworkPause }.Run(cancel);
            }
            if (file.Folder is null) continue;
            Unpacking.Run(target, file, folder);
            File.Delete(target);
        }
    }

    // The folder gets its name only when all files of an archive of the right checksum are in it.
    static bool IsUnpacked(PublishedFile file, string folder) => file.Folder is { } unpacked && file.Members.All(member => File.Exists(Path.Combine(folder, unpacked, member)));
}
