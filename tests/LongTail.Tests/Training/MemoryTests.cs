using System.Diagnostics;
using System.Globalization;
using LongTail.Methods;
using LongTail.Native;
using LongTail.Stages;

namespace LongTail.Tests.Training;

/// <summary>Resident memory over a long run, in a process of its own so that no other test is measured.</summary>
public class MemoryTests
{
    // Of some 200 MB; 2 MB were measured at most. One small tensor left behind a step, 350 bytes with its handle, is as much over the slow test.
    const double SlackMegabytes = 4;

    [Fact]
    public void Resident_memory_stays_flat() => Measure(from: 300, to: 900);

    [Fact, Trait("Category", "Slow")]
    public void Resident_memory_stays_flat_over_thousands_of_steps() => Measure(from: 500, to: 12_000);

    static void Measure(int from, int to)
    {
        using Process child = ChildProcess.Start("train", $"{from},{to}", isMeasured: true);
        string report = child.StandardOutput.ReadToEnd();
        child.WaitForExit();
        double[] megabytes = [.. report.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => double.TryParse(line, CultureInfo.InvariantCulture, out double value) ? value : throw new InvalidOperationException(report))];
        Assert.True(megabytes[1] - megabytes[0] <= SlackMegabytes, $"Found {megabytes[0]:f1} MB after {from} steps and {megabytes[1]:f1} MB after {to}, expected at most {SlackMegabytes} MB more.");
    }

    /// <summary>What the child does: BKD on the toy set, resident megabytes after each of the given numbers of steps.</summary>
    internal static void TrainAndReport(string steps)
    {
        TorchRuntime.EnsureLoaded();
        int[] reportAt = [.. steps.Split(',').Select(number => int.Parse(number, CultureInfo.InvariantCulture))];
        Stage stage = Toy.Stage(new BalancedDistillation(), epochs: reportAt[^1] / 6) with { EvaluateEvery = 10 };
        using ToyTraining training = new(stage);
        int taken = 0;
        training.AfterStep = _ =>
        {
            if (reportAt.Contains(++taken)) Console.WriteLine((Environment.WorkingSet / 1e6).ToString(CultureInfo.InvariantCulture));
        };
        training.Train();
    }
}
