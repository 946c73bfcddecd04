using System.Text.Json.Serialization;
using LongTail.Foundation;

namespace LongTail.Networks;

/// <summary>A network as data: enough to build it, and part of every stage's key.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "kind")]
[JsonDerivedType(typeof(CifarResNet), "cifar-resnet")]
public abstract record NetworkSpec
{
    /// <summary>How features become logits.</summary>
    public HeadSpec Head { get; init; } = new LinearHead();

    /// <summary>Short name for people and files, such as "resnet32".</summary>
    [NotInKey] public abstract string Label { get; }

    /// <summary>Builds the network with freshly drawn weights, in the caller's dispose scope.</summary>
    /// <param name="channels">Channels of the images.</param>
    /// <param name="classes">Number of classes, C.</param>
    /// <param name="seed">The weights are a function of this seed alone.</param>
    public abstract Network Build(int channels, int classes, Seed seed);
}
