using System.Collections.Immutable;
using System.Globalization;
using LongTail.Networks;

namespace LongTail.Recipes;

/// <summary>What networks are called in recipes: "resnet" and 6 n + 2 layers for small images, and some names of torchvision's for photographs.</summary>
static class NetworkName
{
    const string Prefix = "resnet";
    const int Deepest = 1202;   // He et al. 2016, section 4.2

    /// <summary>Networks for photographs with bottlenecks, which are the ones whose strides can differ.</summary>
    public static ImmutableArray<string> Bottlenecks { get; } = ["resnet50", "resnet101", "resnet152", "resnext50-32x4d"];

    /// <summary>All networks for photographs.</summary>
    public static ImmutableArray<string> Photographs { get; } = ["resnet10", "resnet18", "resnet34", .. Bottlenecks];

    /// <summary>The network of a name, everything else by default; null when there is none.</summary>
    public static ResidualNetwork? Find(string name) =>
        name == "resnext50-32x4d" ? new ImageNetResNet { Depth = 50, Groups = 32, WidthPerGroup = 4 }
        : !name.StartsWith(Prefix, StringComparison.Ordinal) || !int.TryParse(name.AsSpan(Prefix.Length), NumberStyles.None, CultureInfo.InvariantCulture, out int depth) ? null
        : Photographs.Contains(name) ? new ImageNetResNet { Depth = depth }
        : depth is >= 8 and <= Deepest && (depth - 2) % 6 == 0 ? new CifarResNet { Depth = depth }
        : null;

    /// <summary>The network of a name, in width, strides, head and precision like another one where it has these.</summary>
    /// <param name="name">One that is found.</param>
    /// <param name="other">The other.</param>
    public static ResidualNetwork Like(string name, ResidualNetwork other) => (Find(name)!, other) switch
    {
        (CifarResNet found, CifarResNet like) => found with { Width = like.Width, Head = like.Head, Precision = like.Precision },
        (ImageNetResNet { HasBottlenecks: true } found, ImageNetResNet like) => found with { Strides = like.Strides, Head = like.Head, Precision = like.Precision },
        (var found, var like) => found with { Head = like.Head, Precision = like.Precision },
    };

    /// <summary>The name of a network.</summary>
    public static string Of(ResidualNetwork network) => network switch
    {
        ImageNetResNet { Groups: > 1 } other => $"resnext{other.Depth}-{other.Groups}x{other.WidthPerGroup}d",
        ImageNetResNet other => $"{Prefix}{other.Depth}",
        CifarResNet other => $"{Prefix}{other.Depth}",
        _ => throw new InvalidOperationException($"Found a network of type {network.GetType().Name}, expected one that recipes have a name for."),
    };
}
