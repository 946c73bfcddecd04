using System.Text.Json;
using LongTail.Cli.Commands;
using LongTail.Foundation;
using LongTail.Results;

namespace LongTail.Cli.Reports;

/// <summary>A checkpoint's evaluation as one JSON object, in the words of <see cref="RunJson"/>.</summary>
static class EvaluationJson
{
    /// <summary>Of more classes the matrix is told by its cells that are not 0: that of 8,142 classes has 66 million.</summary>
    public const int MostClassesInMatrix = 100;

    /// <summary>Writes it as it comes.</summary>
    public static void Write(CheckpointReport report, GroupConvention convention, TextWriter output) => JsonText.Write(output, json =>
    {
        json.WriteString("folder", report.Folder);
        json.WriteString("weights", OptionWords.Weights.Of(report.Weights));
        json.WriteString("bestChosenOn", report.Card.ChosenOnValidation ? "validation images" : "test set");
        json.WriteString("method", report.Card.Method);
        json.WriteNumber("seed", report.Card.Seed);
        json.WriteNumber("epochs", report.Card.Epochs);
        json.WriteString("network", report.Card.Network.Label);
        json.WriteNumber("classes", report.Classes);
        JsonText.WriteSubset(json, report.Card.Subset);
        WriteMeasured(json, report);
        WriteResult(json, report, convention);
        WritePrior(json, report);
        WriteOpenSet(json, report);
        WriteClasses(json, report, convention);
        if (report.Classes <= MostClassesInMatrix) WriteMatrix(json, report);
        else WriteCells(json, report);
    });

    static void WriteMeasured(Utf8JsonWriter json, CheckpointReport report)
    {
        json.WriteStartObject("measuredOn");
        json.WriteString("kind", report.Pictures is null ? "test set" : "new pictures");
        if (report.Pictures is { } pictures) json.WriteString("folder", pictures.Folder);
        json.WriteNumber("images", report.Evaluation.Images.Sum());
        json.WriteStartArray("classesWithoutImages");
        foreach (string name in report.NotMeasured) json.WriteStringValue(name);
        json.WriteEndArray();
        if (report.Pictures is { Measured: var measured })
        {
            json.WriteNumber("picturesForTraining", measured.ForTraining);
            json.WriteNumber("picturesForChoosing", measured.ForChoosing);
            JsonText.WriteFiles(json, "damaged", measured.Damaged);
            JsonText.WriteFiles(json, "leftOut", measured.LeftOut);
        }
        json.WriteEndObject();
    }

    static void WriteResult(Utf8JsonWriter json, CheckpointReport report, GroupConvention convention)
    {
        EvaluationResult evaluation = report.Evaluation;
        json.WriteStartObject("result");
        json.WriteNumber("epoch", report.Epoch);
        JsonText.WriteAccuracies(json, evaluation, report.Counts, convention);
        JsonText.Write(json, "macroF1", 100 * report.MacroF1);
        JsonText.Write(json, "ece", 100 * evaluation.Calibration?.ExpectedCalibrationError);
        JsonText.Write(json, "nll", evaluation.Calibration?.NegativeLogLikelihood);
        json.WriteStartObject("intervals");
        ClassSelection all = ClassSelection.All(report.Counts);
        bool measured = all.HasTestImages(evaluation);   // an expert may have none
        WriteInterval(json, "top1", measured ? all.Interval(evaluation) : null);
        WriteInterval(json, "top5", measured ? WilsonInterval.Of(evaluation.Top5, all.TestImages(evaluation)) : null);
        WriteInterval(json, "balanced", measured ? new ClassSelection("balanced", all.Labels).Interval(evaluation) : null);
        foreach (ClassSelection group in Enum.GetValues<ShotGroup>().Select(group => ClassSelection.Of(group, report.Counts, convention)))
            WriteInterval(json, group.Name, group.HasTestImages(evaluation) ? group.Interval(evaluation) : null);
        json.WriteEndObject();
        json.WriteEndObject();
    }

    static void WritePrior(Utf8JsonWriter json, CheckpointReport report)
    {
        if (report.Prior is not { } asked) return;
        json.WriteStartObject("underTestPrior");
        json.WriteString("prior", asked.Name);
        JsonText.Write(json, "correctedByTau", asked.Tau);
        if (asked.Tau is not null) json.WriteString("trainedFor", asked.TrainedFor(report.Card));
        TestPrior prior = asked.Of(report.Card);
        JsonText.Write(json, "top1", 100 * prior.Accuracy(report.Evaluation, report.Counts));
        JsonText.Write(json, "measuredShare", 100 * prior.MeasuredShare(report.Evaluation, report.Counts));
        json.WriteEndObject();
    }

    static void WriteOpenSet(Utf8JsonWriter json, CheckpointReport report)
    {
        if (report.OpenSet is not { } open) return;
        json.WriteStartObject("openSet");
        json.WriteString("set", open.Set);
        json.WriteNumber("rejectBelow", open.Threshold);
        json.WriteNumber("known", open.Result.Known);
        json.WriteNumber("knownRejected", open.Result.KnownRejected);
        json.WriteNumber("knownRight", open.Result.KnownRight);
        json.WriteNumber("unknown", open.Result.Unknown);
        json.WriteNumber("unknownRejected", open.Result.UnknownRejected);
        JsonText.Write(json, "precision", 100 * open.Result.Precision);
        JsonText.Write(json, "recall", 100 * open.Result.Recall);
        JsonText.Write(json, "fMeasure", 100 * open.Result.FMeasure);
        json.WriteEndObject();
    }

    static void WriteClasses(Utf8JsonWriter json, CheckpointReport report, GroupConvention convention)
    {
        json.WriteStartArray("perClass");
        for (int label = 0; label < report.Classes; label++)
        {
            ClassScore score = report.Scores[label];
            json.WriteStartObject();
            json.WriteNumber("label", label);
            json.WriteString("name", report.Card.ClassNames[label]);
            json.WriteString("group", convention.GroupOf(report.Counts[label]).Word());
            json.WriteNumber("trainImages", report.Counts[label]);
            json.WriteNumber("testImages", score.Images);
            json.WriteNumber("correct", score.Correct);
            json.WriteNumber("takenForIt", score.Predicted);
            JsonText.Write(json, "accuracy", 100 * score.Recall);
            WriteInterval(json, "interval", score.Images > 0 ? WilsonInterval.Of(score.Recall, score.Images) : null);
            JsonText.Write(json, "recall", 100 * score.Recall);
            JsonText.Write(json, "precision", 100 * score.Precision);
            JsonText.Write(json, "f1", 100 * score.F1);
            json.WriteEndObject();
            JsonText.PassOn(json);
        }
        json.WriteEndArray();
    }

    // A row on a line, for people.
    static void WriteMatrix(Utf8JsonWriter json, CheckpointReport report)
    {
        json.WriteStartArray("confusion");
        for (int row = 0; row < report.Classes; row++)
            json.WriteRawValue($"[{string.Join(",", Enumerable.Range(0, report.Classes).Select(column => FormattableString.Invariant($"{report.Confusion[row, column]}")))}]");
        json.WriteEndArray();
    }

    static void WriteCells(Utf8JsonWriter json, CheckpointReport report)
    {
        json.WriteStartArray("confusionCells");
        foreach (ConfusionCell cell in report.Confusion.Cells)
        {
            json.WriteRawValue(FormattableString.Invariant($"[{cell.Actual},{cell.Predicted},{cell.Images}]"));
            JsonText.PassOn(json);
        }
        json.WriteEndArray();
    }

    static void WriteInterval(Utf8JsonWriter json, string name, WilsonInterval? ends)
    {
        if (ends is not { } interval)
        {
            json.WriteNull(name);
            return;
        }
        json.WritePropertyName(name);
        json.WriteRawValue(FormattableString.Invariant($"[{Math.Round(100 * interval.Low, 4)},{Math.Round(100 * interval.High, 4)}]"));
    }
}
