using System.Diagnostics;
using System.Globalization;
using LongTail.Foundation;
using LongTail.Methods;
using LongTail.Runs;
using LongTail.Stages;

namespace LongTail.Tests.Runs;

/// <summary>A process that trains with a checkpoint after every step is killed at random moments, again and again, and then run to its end.</summary>
public class KilledRunTests
{
    const string EpochsFile = "epochs";

    [Fact]
    public void Killed_three_times_it_is_equal_to_a_whole_run() => KillAgainAndAgain(kills: 3, mostSteps: 7, epochs: Workshop.Epochs, seed: 1);

    [Fact, Trait("Category", "Slow")]
    public void Killed_thirty_times_it_is_equal_to_a_whole_run() => KillAgainAndAgain(kills: 30, mostSteps: 2, epochs: 10, seed: 2);

    static void KillAgainAndAgain(int kills, int mostSteps, int epochs, ulong seed)
    {
        using Workshop whole = new(), broken = new();
        File.WriteAllText(Path.Combine(broken.Folder, EpochsFile), epochs.ToString(CultureInfo.InvariantCulture));
        CounterRandom random = new(seed);
        for (int kill = 0; kill < kills; kill++)
            RunAndKill(broken.Folder, 1 + random.Below((ulong)kill, mostSteps), TimeSpan.FromMilliseconds(20 * random.Uniform((ulong)(kills + kill))));
        StageFiles.AssertEqual(whole.Run(whole.Plan(Recipes(epochs))), broken.Run(broken.Plan(Recipes(epochs))));
        Assert.Empty(broken.Watch.Warnings);
        Assert.Empty(Directory.EnumerateFileSystemEntries(Path.Combine(broken.Output, "progress")));
        Assert.Equal(3, Directory.EnumerateFileSystemEntries(Path.Combine(broken.Output, "stages")).Count());
    }

    // The child waits after each step until it is told to go on: with its checkpoint, perhaps an evaluation and the result, and the next step.
    // In the midst of that it is killed.
    static void RunAndKill(string folder, int steps, TimeSpan andThen)
    {
        using Process child = ChildProcess.Start("run", folder);
        for (int step = 0; step < steps; step++)
        {
            if (child.StandardOutput.ReadLine() is var line && line != "step") throw new InvalidOperationException(line + child.StandardOutput.ReadToEnd());
            child.StandardInput.WriteLine();
            child.StandardInput.Flush();
        }
        Thread.Sleep(andThen);
        child.Kill();
        child.WaitForExit();
    }

    /// <summary>What the child does.</summary>
    internal static void RunAndTell(string folder)
    {
        int epochs = int.Parse(File.ReadAllText(Path.Combine(folder, EpochsFile)), CultureInfo.InvariantCulture);
        RunEnvironment environment = Workshop.EnvironmentIn(folder) with { CheckpointInterval = TimeSpan.Zero };
        RunWatch watch = new()
        {
            AfterStep = _ =>
            {
                Console.Out.WriteLine("step");
                Console.Out.Flush();
                Console.In.ReadLine();
            },
        };
        new StageRunner(environment, watch).Run(RunPlan.Of(Recipes(epochs), environment), CancellationToken.None);
    }

    // A teacher, then two students side by side, which a kill may leave at different steps.
    static Recipe[] Recipes(int epochs) =>
        [.. ((Method[])[new KnowledgeDistillation(), new BalancedDistillation()]).Select(method => Workshop.Recipe(method) with { Epochs = epochs })];
}
