using System.Collections.Immutable;
using System.Text.RegularExpressions;
using LongTail.Foundation;
using LongTail.Stages;
using LongTail.Store;

namespace LongTail.Runs;

/// <summary>Finds what was trained before in an output folder without the data it was trained on, whose fingerprint is in the key of a stage.</summary>
public static partial class FinishedStages
{
    /// <summary>The results of some stages, one for each; null where it was not finished.</summary>
    /// <param name="outputFolder">Of the runs.</param>
    /// <param name="wanted">As recipes plan them, without fingerprints of data and pretrained weights. All that is found is of one data set and one file of weights: those of the last finished that fits; of several of those, the last counts. Stages of which one needs more files of weights than another (a larger teacher's) are asked for one by one.</param>
    /// <exception cref="ModelFileException">One that fits is damaged, or a description cannot be read.</exception>
    public static ImmutableArray<StageResult?> In(string outputFolder, IEnumerable<Stage> wanted)
    {
        string stages = Path.Combine(outputFolder, StageStore.StagesFolder);
        ILookup<string, string> folders = (Directory.Exists(stages) ? Directory.GetDirectories(stages) : []).Where(IsSealed)
            .ToLookup(folder => WithoutFingerprints(TextOf(Path.Combine(folder, StoredStage.Text))), StringComparer.Ordinal);
        ImmutableArray<ImmutableArray<(StageResult Result, string Of)>> fitting =
            [.. wanted.Select(stage => folders[WithoutFingerprints(CanonicalText.Of(stage))].Select(folder => (StageStore.ResultOf(stage, StoredStage.Open(folder)), FingerprintsIn(folder))).ToImmutableArray())];
        string? newest = fitting.SelectMany(some => some).OrderBy(found => found.Result.MadeBy.Finished).LastOrDefault().Of;
        return [.. fitting.Select(some => some.Where(found => found.Of == newest).Select(found => found.Result).MaxBy(result => result.MadeBy.Finished))];
    }

    /// <summary>All finished stages, the earliest first; those that cannot be read last.</summary>
    /// <param name="outputFolder">Of the runs.</param>
    /// <exception cref="ModelFileException">It is no output folder.</exception>
    public static ImmutableArray<FinishedStage> All(string outputFolder)
    {
        string stages = Path.Combine(outputFolder, StageStore.StagesFolder);
        if (!Directory.Exists(stages)) throw new ModelFileException($"{outputFolder}: found no folder {StageStore.StagesFolder} there, expected the output folder of longtail train, such as runs.");
        return [.. ModelFile.Guarded(stages, () => Directory.GetDirectories(stages)).Where(folder => !Path.GetFileName(folder).StartsWith('.')).Select(Read).OrderBy(stage => stage.MadeBy?.Finished ?? DateTimeOffset.MaxValue).ThenBy(stage => stage.Folder, StringComparer.Ordinal)];

        static FinishedStage Read(string folder)
        {
            try
            {
                StoredStage stored = StoredStage.Open(folder);
                return new(folder, null) { Card = stored.Card, Last = stored.ReadHistory()[^1], MadeBy = stored.ReadMadeBy() };
            }
            catch (ModelFileException fault)
            {
                return new(folder, fault.Message);
            }
        }
    }

    // Leftovers of killed runs begin with a dot.
    static bool IsSealed(string folder) => !Path.GetFileName(folder).StartsWith('.') && File.Exists(Path.Combine(folder, StoredStage.Text));

    static string TextOf(string path) => ModelFile.Guarded(path, () => File.ReadAllText(path).TrimEnd('\n'));

    // Of the data and of pretrained weights, of the stage and of all that it needs: the same ones for all methods of a recipe without a teacher of another network.
    static string FingerprintsIn(string folder) => string.Join(' ', Fingerprint().Matches(TextOf(Path.Combine(folder, StoredStage.Text))).Select(match => match.Value).Distinct().Order(StringComparer.Ordinal));

    static string WithoutFingerprints(string text) => Fingerprint().Replace(text, "");

    [GeneratedRegex("Fingerprint:\"[0-9a-f]*\";")]
    private static partial Regex Fingerprint();
}
