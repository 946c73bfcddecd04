using System.CommandLine;
using LongTail.Data;
using LongTail.Foundation;
using LongTail.Runs;

namespace LongTail.Cli.Commands;

/// <summary>data lists: writes which pictures a recipe trains on and measures on.</summary>
static class DataListsCommand
{
    public static Command Build(Host host)
    {
        Command command = new("lists", "Writes list files of a recipe's training, test and validation pictures, after the split and the long-tail cut; Places-LT and ImageNet-LT were made from their full sets in this way.");
        DataArguments arguments = new(command);
        Option<string> to = new("--to") { Description = "Folder for train.txt, test.txt and classes.txt, or train.csv and test.csv (and validation.txt or .csv); created if missing.", HelpName = "FOLDER", Required = true };
        Option<bool> csv = new("--csv") { Description = "Writes CSV tables with class names instead of lists with class numbers." };
        Option<bool> check = new("--check") { Description = "Decodes every picture first, leaves damaged ones out, and lists these in left-out.csv in that folder." };
        command.Add(to);
        command.Add(csv);
        command.Add(check);
        command.SetAction(parsed => InterruptibleRun.Unwritten(host, cancel =>
        {
            bool looks = parsed.GetValue(check);
            OutputCheck.RequireWritable(parsed.GetRequiredValue(to));
            (_, DataSplit data) = looks ? arguments.OpenToLook(parsed, host, cancel) : arguments.Open(parsed, host, cancel);
            string folder = Path.GetFullPath(parsed.GetRequiredValue(to));
            if (looks) data = data.Without(DataCheckCommand.Look(data, host, cancel).Damaged);
            if (parsed.GetValue(csv)) PictureLists.WriteTables(data, folder);
            else PictureLists.WriteLists(data, folder);
            if (!data.LeftOut.IsEmpty)
            {
                LeftOutTable.Write(Path.Combine(folder, "left-out.csv"), data.LeftOut);
                host.Error.WriteLine($"{data.LeftOut.Length} file(s) were left out ({LeftOutTable.Kinds(data.LeftOut)}); left-out.csv lists them with the reasons.");
            }
            string[] earlier = [.. ((string?[])[data.Validation is null ? $"validation.{(parsed.GetValue(csv) ? "csv" : "txt")}" : null, data.LeftOut.IsEmpty ? "left-out.csv" : null]).OfType<string>().Where(name => File.Exists(Path.Combine(folder, name)))];
            if (earlier.Length > 0) host.Error.WriteLine($"{string.Join(" and ", earlier)} in that folder: there before, and not of this set.");
            foreach (string remark in data.Remarks) host.Error.WriteLine(SafeText.Of(remark, 300));
            (string set, string ending) = parsed.GetValue(csv) ? (PictureSets.Csv, "csv") : (PictureSets.List, "txt");
            string[] settings = [$"data.set={set}", $"data.train={In($"train.{ending}")}", $"data.test={In($"test.{ending}")}", .. data.Validation is null ? (string[])[] : [$"data.validation={In($"validation.{ending}")}"], .. parsed.GetValue(csv) ? (string[])[] : [$"data.classes={In("classes.txt")}"]];
            host.Out.WriteLine(FormattableString.Invariant(
                $"{data.Train.Count:N0} pictures to train on and {data.Test.Count:N0} to measure on{(data.Validation is { } validation ? FormattableString.Invariant($" and {validation.Count:N0} to choose on") : "")}, {data.Counts.Classes:N0} classes of {data.Counts.Largest:N0} to {data.Counts.Smallest:N0}, in {SafeText.Of(folder, 1000)}."));
            host.Out.WriteLine($"To train on them: {string.Join(' ', settings.Select(setting => $"--set {setting}"))}, with the same --data.");
            return ExitCode.Done;

            string In(string file) => SafeText.Of(Path.Combine(folder, file), 1000);
        }));
        return command;
    }
}
