using System.Collections.Immutable;
using System.Globalization;
using LongTail.Cli.Display;
using LongTail.Foundation;
using LongTail.Results;
using LongTail.Runs;
using Spectre.Console;

namespace LongTail.Cli.Reports;

/// <summary>The trained networks of an output folder, the earliest first.</summary>
static class RunsReport
{
    /// <summary>For people: a row for each, and the damaged ones below.</summary>
    public static void Write(ImmutableArray<FinishedStage> stages, IAnsiConsole console)
    {
        Table table = new Table().RoundedBorder();
        table.AddColumn(new TableColumn(new Text("folder")).NoWrap());   // to be copied
        foreach (string name in new[] { "network", "data", "classes" }) table.AddColumn(new TableColumn(new Text(name)));
        foreach (string name in new[] { "epochs", "seed", "top-1", "balanced" }) table.AddColumn(new TableColumn(new Text(name)).NoWrap().RightAligned());
        table.AddColumn(new TableColumn(new Text("finished")).NoWrap());
        foreach (FinishedStage stage in stages)
            if (stage is { Card: { } card, Last.Evaluation: { } evaluation, MadeBy: { } made })
                table.AddRow(Cells(stage, card, evaluation, made).Select(cell => new Text(cell)));
        console.Write(table);
        console.Write(new Text($"{Words.Whole(stages.Count(stage => stage.Fault is null))} network(s). Accuracy in %, on their test images, after the last epoch. Dates are UTC's.\n"));
        foreach (FinishedStage damaged in stages.Where(stage => stage.Fault is not null)) console.Write(new Text($"Damaged: {SafeText.Of(damaged.Fault!, 600)}\n"));
    }

    /// <summary>For programs.</summary>
    public static string Json(ImmutableArray<FinishedStage> stages) => JsonText.Object(json =>
    {
        json.WriteStartArray("networks");
        foreach (FinishedStage stage in stages)
        {
            json.WriteStartObject();
            json.WriteString("folder", stage.Folder);
            if (stage is { Card: { } card, Last.Evaluation: { } evaluation, MadeBy: { } made })
            {
                json.WriteString("method", card.Method);
                json.WriteString("network", card.Network.Label);
                json.WriteString("data", Words.Data(card.Data));
                json.WriteNumber("classes", card.ClassNames.Length);
                json.WriteNumber("largestClass", card.TrainingImages.Max());
                json.WriteNumber("smallestClass", card.TrainingImages.Min());
                json.WriteNumber("epochs", card.Epochs);
                json.WriteNumber("seed", card.Seed);
                JsonText.Write(json, "top1", 100 * evaluation.Top1);
                JsonText.Write(json, "balanced", 100 * evaluation.BalancedAccuracy);
                json.WriteString("finished", made.Finished);
                json.WriteString("program", made.Program);
            }
            else json.WriteString("fault", stage.Fault);
            json.WriteEndObject();
        }
        json.WriteEndArray();
    });

    static IEnumerable<string> Cells(FinishedStage stage, ModelCard card, EvaluationResult evaluation, MadeBy made) =>
    [
        SafeText.Of(stage.Folder, 400), card.Network.Label, $"{Words.Data(card.Data)}{Words.Subset(card.Subset)}",
        $"{Words.Whole(card.ClassNames.Length)} of {Words.Whole(card.TrainingImages.Max())} to {Words.Whole(card.TrainingImages.Min())}",
        Words.Whole(card.Epochs), card.Seed.ToString(CultureInfo.InvariantCulture), Words.Percent(evaluation.Top1), Words.Percent(evaluation.BalancedAccuracy),
        made.Finished.UtcDateTime.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
    ];
}
