using System.Collections.Immutable;
using LongTail.Data;
using LongTail.Foundation;
using LongTail.Networks;
using LongTail.Runs;
using LongTail.Stages;

namespace LongTail.Testing;

/// <summary>Output folder and tiny data of one test, with the clock standing still: all files of two equal runs are then equal.</summary>
sealed class Workshop : IDisposable
{
    public const int StepsPerEpoch = 4, Epochs = 3, StepsPerStage = StepsPerEpoch * Epochs;

    readonly TempFolder _temp = TempFolder.InMemory();

    public Workshop() : this(TinySet.Counts)
    {
    }

    /// <summary>With so many training images of each class.</summary>
    public Workshop(ImmutableArray<int> counts)
    {
        TinySet.Write(_temp["data"], counts);
        Environment = EnvironmentIn(_temp.Path);
    }

    /// <summary>A workshop in whose output folder these results lie already.</summary>
    public static Workshop With(IEnumerable<StageResult> results) => With(results, TinySet.Counts);

    /// <inheritdoc cref="With(IEnumerable{StageResult})"/>
    public static Workshop With(IEnumerable<StageResult> results, ImmutableArray<int> counts)
    {
        Workshop workshop = new(counts);
        foreach (StageResult result in results)
        {
            string folder = Directory.CreateDirectory(Path.Combine(workshop.Output, "stages", Path.GetFileName(result.Folder))).FullName;
            foreach (string file in Directory.EnumerateFiles(result.Folder)) File.Copy(file, Path.Combine(folder, Path.GetFileName(file)));
        }
        return workshop;
    }

    public RunEnvironment Environment { get; set; }

    public RunWatch Watch { get; } = new();

    public string Folder => _temp.Path;

    public string Output => Environment.OutputFolder;

    public string Data => Environment.DataFolder!;

    public static RunEnvironment EnvironmentIn(string folder) => new()
    {
        OutputFolder = Path.Combine(folder, "out"),
        DataFolder = Path.Combine(folder, "data"),
        Threads = 1,
        Device = ComputeDevice.Cpu,
        Clock = new HandClock(),
    };

    public static Recipe Recipe(Method method) => new()
    {
        Name = "tiny",
        Data = TinySet.Data,
        Network = new CifarResNet { Depth = 8, Width = 2 },
        Method = method,
        Augmentation = new() { CropPadding = 2, Normalization = Normalization.Mnist },
        Optimizer = new() { LearningRate = 0.02, WarmupEpochs = 0, Schedule = new CosineSchedule() },
        Epochs = Epochs,
        BatchSize = 16,
    };

    public RunPlan Plan(params IEnumerable<Method> methods) => Plan(methods.Select(Recipe));

    public RunPlan Plan(IEnumerable<Recipe> recipes) => RunPlan.Of(recipes, Environment);

    public ImmutableArray<StageResult> Run(params IEnumerable<Method> methods) => Run(Plan(methods));

    public ImmutableArray<StageResult> Run(RunPlan plan) => new StageRunner(Environment, Watch).Run(plan, CancellationToken.None);

    /// <summary>Runs, and sees that the run ends because it was cancelled.</summary>
    public void RunUntil(RunPlan plan, CancellationToken cancelled) =>
        Assert.Throws<OperationCanceledException>(() => new StageRunner(Environment, Watch).Run(plan, cancelled));

    /// <summary>Runs until so many steps are taken in all stages together, and sees that it ends there.</summary>
    public void RunUntilStep(int steps, Method method)
    {
        using CancellationTokenSource source = new();
        int taken = 0;
        Watch.AfterStep = _ => { if (++taken == steps) source.Cancel(); };
        RunUntil(Plan(method), source.Token);
        Watch.AfterStep = _ => { };
        Assert.Equal(steps, taken);
    }

    public void Dispose() => _temp.Dispose();
}
