using System.Collections.Immutable;
using static TorchSharp.torch;

namespace LongTail.Networks;

/// <summary>A classifier in two parts: features, and a head that turns features into logits.</summary>
public abstract class Network(string name) : nn.Module<Tensor, Tensor>(name)
{
    /// <summary>With what the names of the head's parameters and buffers begin, such as "linear."; what begins otherwise belongs to the features.</summary>
    public string HeadPrefix { get; protected init; } = "linear.";

    /// <summary>With what the names of the last block's parameters and buffers begin, and of all that lies between it and the head; empty in a network without blocks.</summary>
    public ImmutableArray<string> LastBlockPrefixes { get; protected init; } = [];

    /// <summary>With what the names of parameters begin that methods add between the last block and the head; empty where nothing can be added.</summary>
    public ImmutableArray<string> AddedPrefixes { get; protected init; } = [];

    /// <summary>Where the weights of a plain network of this architecture belong.</summary>
    /// <param name="plainName">Name of a parameter or buffer of the plain network.</param>
    /// <returns>Names in this network.</returns>
    internal virtual ImmutableArray<string> PlacesOf(string plainName) => [plainName];

    /// <summary>In which numbers <see cref="Features"/> computes; 32-bit floats unless set otherwise.</summary>
    public Precision Precision { get; internal set; }

    /// <summary>Images to features.</summary>
    /// <param name="images">[B, K, H, W] floats.</param>
    /// <returns>[B, D].</returns>
    public abstract Tensor Features(Tensor images);

    /// <summary>Features to logits.</summary>
    /// <param name="features">[B, D].</param>
    /// <returns>[B, C].</returns>
    public abstract Tensor Classify(Tensor features);

    /// <summary>Images to logits.</summary>
    public sealed override Tensor forward(Tensor images) => Classify(Features(images));
}
