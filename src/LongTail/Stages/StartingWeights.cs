namespace LongTail.Stages;

/// <summary>How much a stage takes over from the one it starts from.</summary>
public enum StartingWeights
{
    /// <summary>Everything; what the network has beyond that, such as a scale per class, is drawn anew.</summary>
    Everything,

    /// <summary>Everything but the head, which is drawn anew (cRT), as is what the network's features have beyond that (OLTR's attention).</summary>
    Features,
}
