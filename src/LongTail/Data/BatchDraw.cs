using System.Collections.Immutable;

namespace LongTail.Data;

/// <summary>Which images one step trains on, known without touching a pixel.</summary>
/// <param name="Epoch">0-based.</param>
/// <param name="Step">0-based within the epoch.</param>
/// <param name="Indices">Positions in the training set.</param>
/// <param name="Occurrences">How often each image had been drawn in this epoch before: 0 the first time. Keeps the augmentations of an over-sampled image apart.</param>
public sealed record BatchDraw(int Epoch, int Step, ImmutableArray<int> Indices, ImmutableArray<int> Occurrences);
