using System.Collections.Immutable;
using LongTail.Data;
using LongTail.Results;
using LongTail.Runs;
using LongTail.Store;
using LongTail.Tools.WriteResults.Reading;

namespace LongTail.Tools.WriteResults.Pages;

/// <summary>results.json: the claim for programs. Accuracies are percentages, epochs count from 0.</summary>
static class ResultsJson
{
    const int Digits = 4;

    /// <summary>Writes the file.</summary>
    public static void Write(Stream stream, Claim claim)
    {
        Experiment experiment = claim.Experiment;
        StoredJson.Write(stream, new Document(
            claim.Title, claim.Command, experiment.Card.Data, experiment.Card.Network.Label, experiment.Card.Epochs, "kang",
            experiment.Card.ClassNames, experiment.Card.TrainingImages, experiment.Networks.First().Last.Images, experiment.Arms[0].Networks[0].Settings.Shared,
            [.. experiment.Arms.Select(arm => MethodOf(claim, arm))],
            [.. experiment.Pairs.Select(pair => new Difference(pair.Arm.Method, pair.Other.Method, Over(claim, metric => pair.Arm.GainOver(pair.Other, network => metric.Of(network.Last)))))]));
    }

    static Method MethodOf(Claim claim, Arm arm) => new(
        arm.Method, arm.IsTeacher, arm.Networks[0].Settings.Own,
        Over(claim, metric => arm.Over(network => metric.Of(network.Last))),
        Over(claim, metric => arm.Over(network => metric.Of(network.Best.Evaluation!))),
        Of(arm.Over(network => network.TrainSeconds / 60)), Of(arm.Over(network => network.ImagesPerSecond)),
        [.. arm.Networks.Select(network => NetworkOf(claim, network))]);

    static Network NetworkOf(Claim claim, TrainedNetwork network) => new(
        network.Card.Seed, network.Card.Key, network.Card.Teachers,
        EpochOf(claim, network.History[^1]), EpochOf(claim, network.Best), Rounded(network.TrainSeconds), Rounded(network.ImagesPerSecond), network.MadeBy);

    static Epoch EpochOf(Claim claim, EpochRecord epoch) => new(
        epoch.Epoch, claim.Metrics.ToDictionary(metric => metric.Key, metric => Rounded(metric.Of(epoch.Evaluation!))), epoch.Evaluation!.Correct);

    static Dictionary<string, Summary> Over(Claim claim, Func<Metric, RepeatedMeasurement> measure) =>
        claim.Metrics.ToDictionary(metric => metric.Key, metric => Of(measure(metric)));

    static Summary Of(RepeatedMeasurement value) => new(value.Runs, Rounded(value.Mean), Rounded(value.Deviation), Rounded(value.Low), Rounded(value.High));

    static double Rounded(double value) => Math.Round(value, Digits);

    static double? Rounded(double? value) => value is { } number ? Rounded(number) : null;

    sealed record Document(
        string Title, string? Command, TrainingSet Data, string Network, int Epochs, string Groups,
        ImmutableArray<string> ClassNames, ImmutableArray<int> TrainingImages, ImmutableArray<int> TestImages, IReadOnlyDictionary<string, string> Settings,
        ImmutableArray<Method> Methods, ImmutableArray<Difference> Differences);

    sealed record Method(
        string Name, bool IsTeacher, IReadOnlyDictionary<string, string> Settings, Dictionary<string, Summary> Last, Dictionary<string, Summary> BestOnTestSet,
        Summary TrainMinutes, Summary ImagesPerSecond, ImmutableArray<Network> Networks);

    sealed record Network(int Seed, string Key, ImmutableArray<string> Teachers, Epoch Last, Epoch BestOnTestSet, double TrainSeconds, double ImagesPerSecond, MadeBy MadeBy);

    sealed record Epoch(int Number, Dictionary<string, double> Accuracies, ImmutableArray<int> Correct);

    sealed record Difference(string Of, string Minus, Dictionary<string, Summary> Last);

    sealed record Summary(int Runs, double Mean, double? Deviation, double? Low, double? High);
}
