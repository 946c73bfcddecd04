using LongTail.Data;

namespace LongTail.Tests.Data;

/// <summary>The constants are published numbers: every stored network was trained with them.</summary>
public class NormalizationTests
{
    [Fact]
    public void Of_CIFAR() => AssertConstants(Normalization.Cifar, [0.4914, 0.4822, 0.4465], [0.2023, 0.1994, 0.2010]);

    [Fact]
    public void Of_Fashion_MNIST() => AssertConstants(Normalization.FashionMnist, [0.2860], [0.3530]);

    [Fact]
    public void Of_MNIST() => AssertConstants(Normalization.Mnist, [0.1307], [0.3081]);

    [Fact]
    public void Of_ImageNet() => AssertConstants(Normalization.ImageNet, [0.485, 0.456, 0.406], [0.229, 0.224, 0.225]);

    [Fact]
    public void Of_iNaturalist() => AssertConstants(Normalization.INaturalist, [0.466, 0.471, 0.380], [0.195, 0.194, 0.192]);

    static void AssertConstants(Normalization found, double[] mean, double[] deviation)
    {
        Assert.Equal(mean, found.Mean);
        Assert.Equal(deviation, found.Deviation);
    }
}
