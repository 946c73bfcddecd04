using System.Text.Json.Serialization;

namespace LongTail.Networks;

/// <summary>How features become logits, as data.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "kind")]
[JsonDerivedType(typeof(LinearHead), "linear")]
[JsonDerivedType(typeof(CosineHead), "cosine")]
[JsonDerivedType(typeof(MetaEmbeddingHead), "meta-embedding")]
public abstract record HeadSpec;

/// <summary>A linear layer with bias.</summary>
public sealed record LinearHead : HeadSpec;

/// <summary>Cosine of the angle between feature and class vector, times a scale; no bias (Cao et al. 2019, for LDAM).</summary>
/// <param name="Scale">Factor on the cosines; LDAM's loss scales by itself and takes 1 here.</param>
public sealed record CosineHead(double Scale) : HeadSpec;

/// <summary>Features enriched by a memory of class centroids, then cosines times a scale (Liu et al. 2019, OLTR). See <see cref="ClassMemory"/> for what it must be told.</summary>
/// <param name="Scale">Factor on the cosines; 16 in the published code.</param>
public sealed record MetaEmbeddingHead(double Scale) : HeadSpec;
