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
    public void Fp32_leaves_the_recipe_as_it_is() => Assert.Equal(Recipe, PrecisionOption.Set(Recipe, "fp32"));

    [Fact]
    public void Bf16_changes_the_network_that_is_timed() =>
        Assert.Equal(Networks.Precision.BFloat16, PrecisionOption.Set(Recipe, "bf16").Network.Precision);

    [Fact]
    public void The_precision_that_is_used_is_told() => Assert.Contains(PrecisionOption.Used("auto"), PrecisionOption.Names.Except(["auto"]));
}
