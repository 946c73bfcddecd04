using System.Text.Json.Serialization;
using LongTail.Foundation;

namespace LongTail.Networks;

/// <summary>A network as data: enough to build it, and part of every stage's key.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "kind")]
[JsonDerivedType(typeof(CifarResNet), "cifar-resnet")]
[JsonDerivedType(typeof(ImageNetResNet), "imagenet-resnet")]
public abstract record NetworkSpec
{
    /// <summary>How features become logits.</summary>
    public HeadSpec Head { get; init; } = new LinearHead();

    /// <summary>Short name for people and files, such as "resnet32".</summary>
    [NotInKey] public abstract string Label { get; }

    /// <summary>The network's <see cref="Network.HeadPrefix"/>, for plans that name parameters of the head.</summary>
    [NotInKey] public abstract string HeadPrefix { get; }

    /// <summary>In which numbers it computes; changes the trained weights, and so is part of the key.</summary>
    [OmittedFromKeyWhenDefault] public Precision Precision { get; init; }

    /// <summary>Builds the network with freshly drawn weights, in the caller's dispose scope.</summary>
    /// <param name="channels">Channels of the images.</param>
    /// <param name="classes">Number of classes, C.</param>
    /// <param name="seed">The weights are a function of this seed alone.</param>
    public Network Build(int channels, int classes, Seed seed)
    {
        Network network = Create(channels, classes, seed);
        network.Precision = Precision;
        return network;
    }

    /// <summary>The module itself; its precision is set by <see cref="Build"/>.</summary>
    /// <inheritdoc cref="Build"/>
    protected abstract Network Create(int channels, int classes, Seed seed);
}
