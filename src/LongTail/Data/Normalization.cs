using System.Collections.Immutable;

namespace LongTail.Data;

/// <summary>Per-channel mean and standard deviation of pixels scaled to 0 .. 1; the network sees (x / 255 - mean) / deviation.</summary>
/// <param name="Mean">One value per channel.</param>
/// <param name="Deviation">One value per channel, positive.</param>
public sealed record Normalization(ImmutableArray<double> Mean, ImmutableArray<double> Deviation)
{
    /// <summary>The constants the field uses for CIFAR-10 and CIFAR-100 alike (Cao et al. 2019).</summary>
    public static Normalization Cifar { get; } = new([0.4914, 0.4822, 0.4465], [0.2023, 0.1994, 0.2010]);

    /// <summary>Mean and deviation of Fashion-MNIST's training images.</summary>
    public static Normalization FashionMnist { get; } = new([0.2860], [0.3530]);

    /// <summary>Mean and deviation of MNIST's training images.</summary>
    public static Normalization Mnist { get; } = new([0.1307], [0.3081]);

    /// <summary>The constants the field uses for ImageNet and Places, and for photographs in general.</summary>
    public static Normalization ImageNet { get; } = new([0.485, 0.456, 0.406], [0.229, 0.224, 0.225]);

    /// <summary>Of iNaturalist 2018 (Cui et al. 2019, Kang et al. 2020).</summary>
    public static Normalization INaturalist { get; } = new([0.466, 0.471, 0.380], [0.195, 0.194, 0.192]);
}
