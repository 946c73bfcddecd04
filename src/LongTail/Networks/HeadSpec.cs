using System.Text.Json.Serialization;
using LongTail.Foundation;

namespace LongTail.Networks;

/// <summary>How features become logits, as data.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "kind")]
[JsonDerivedType(typeof(LinearHead), "linear")]
[JsonDerivedType(typeof(CosineHead), "cosine")]
[JsonDerivedType(typeof(ScaledHead), "scaled")]
[JsonDerivedType(typeof(MetaEmbeddingHead), "meta-embedding")]
public abstract record HeadSpec;

/// <summary>A linear layer with bias.</summary>
public sealed record LinearHead : HeadSpec
{
    /// <summary>From what its first weights are drawn; the bias is uniform in both.</summary>
    [OmittedFromKeyWhenDefault, JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public LinearInitialization Initialization { get; init; }
}

/// <summary>First weights of a linear layer.</summary>
public enum LinearInitialization
{
    /// <summary>Normal with variance 2 / D, as the long-tail code of Cao et al. 2019, and BKD's after it, draws all layers.</summary>
    KaimingNormal,

    /// <summary>Uniform within 1 / sqrt(D) of 0, as PyTorch makes a linear layer when it is told nothing: what cRT replaces a head with.</summary>
    Uniform,
}

/// <summary>Cosine of the angle between feature and class vector, times a scale; no bias (Cao et al. 2019, for LDAM).</summary>
/// <param name="Scale">Factor on the cosines; 30 in LDAM, 16 in OLTR.</param>
public sealed record CosineHead(double Scale) : HeadSpec;

/// <summary>A linear layer that stays as it is, and one learned factor per class on its logits, 1 at first (Kang et al. 2020, learnable weight scaling).</summary>
/// <remarks>Weight and bias are buffers with the names that a linear head's have, so they can be taken over from one.</remarks>
public sealed record ScaledHead : HeadSpec;

/// <summary>Features enriched by a memory of class centroids, then cosines times a scale (Liu et al. 2019, OLTR). See <see cref="ClassMemory"/> for what it must be told.</summary>
/// <param name="Scale">Factor on the cosines; 16 in the published code.</param>
public sealed record MetaEmbeddingHead(double Scale) : HeadSpec;
