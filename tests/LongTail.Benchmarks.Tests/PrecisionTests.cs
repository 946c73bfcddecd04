using LongTail.Benchmarks.Speed;
using LongTail.Networks;
using LongTail.Stages;

namespace LongTail.Benchmarks.Tests;

public sealed class PrecisionTests
{
    static readonly Recipe Recipe = new()
    {
        Name = "any",
        Data = new() { Set = "fashion-lt" },
        Network = new CifarResNet { Depth = 8 },
        Method = new Methods.CrossEntropy(),
        Augmentation = new() { Normalization = Data.Normalization.FashionMnist },
        Epochs = 1,
    };

    [Fact]
    public void Fp32_leaves_the_recipe_as_it_is() => Assert.Equal(Recipe, Precision.Set(Recipe, "fp32"));

    [Fact]
    public void The_precision_that_is_used_is_told() => Assert.Contains(Precision.Used("auto"), Precision.Names.Except(["auto"]));
}
