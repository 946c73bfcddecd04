using System.Text.Json.Serialization;

namespace LongTail.Networks;

/// <summary>How features become logits, as data.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "kind")]
[JsonDerivedType(typeof(LinearHead), "linear")]
[JsonDerivedType(typeof(CosineHead), "cosine")]
public abstract record HeadSpec;

/// <summary>A linear layer with bias.</summary>
public sealed record LinearHead : HeadSpec;

/// <summary>Cosine of the angle between feature and class vector, times a scale; no bias (Cao et al. 2019, for LDAM).</summary>
/// <param name="Scale">Factor on the cosines; 30 in LDAM, 16 in OLTR.</param>
public sealed record CosineHead(double Scale) : HeadSpec;
