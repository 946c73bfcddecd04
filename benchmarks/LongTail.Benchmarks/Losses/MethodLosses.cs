using System.Collections.Immutable;
using LongTail.Data;
using LongTail.Methods;
using LongTail.Networks;
using LongTail.Stages;

namespace LongTail.Benchmarks.Losses;

/// <summary>The losses of the catalog's methods, as their objectives put them together: every one that differs from those before it, as it is in the last epoch.</summary>
static class MethodLosses
{
    const int LastEpoch = 199, Epochs = 200;

    // Their steps ask the network for more than logits, or need pictures: SharedLosses has what they add.
    static readonly ImmutableArray<string> s_ofOwnNetworks = ["bbn", "lfme", "oltr"];

    static readonly Recipe s_recipe = new()
    {
        Name = "benchmark",
        Data = new() { Set = "cifar10" },
        Network = new CifarResNet { Depth = 32 },
        Method = new CrossEntropy(),
        Augmentation = new() { Normalization = Normalization.Cifar },
        Epochs = Epochs,
    };

    /// <summary>Names of methods, each with a loss of its own.</summary>
    public static ImmutableArray<string> Names { get; } =
        [.. MethodCatalog.All.Where(entry => !s_ofOwnNetworks.Contains(entry.Name) && LastStage(entry.Name).Epochs > 0).DistinctBy(entry => LastStage(entry.Name).Objective).Select(entry => entry.Name)];

    /// <summary>One step of the method's loss, backward pass included and networks left out.</summary>
    public static Action Of(string method, LossInputs inputs)
    {
        Stage stage = LastStage(method);
        StepFunction step = stage.Objective.Bind(new()
        {
            Network = inputs.Student,
            Teachers = [.. stage.Teachers.Select(_ => new Teacher(new(inputs.Guide)))],
            Counts = inputs.Counts,
            TrainingImages = LossInputs.NoImages,
            PlainBatches = () => throw new NotSupportedException("These losses look at a batch alone."),
            Device = TorchSharp.torch.CPU,
            Seed = new(0),
        });
        return () => inputs.Differentiate(batch => step(batch, new(LastEpoch, Epochs, 0, 1, null)).Loss);
    }

    static Stage LastStage(string method) => MethodCatalog.All.Single(entry => entry.Name == method).Method.Plan(s_recipe);
}
