namespace LongTail.Methods;

/// <summary>What becomes of the moments of batch normalisation while a head is trained on features that are to stay as they are.</summary>
public enum BatchStatistics
{
    /// <summary>They stay: the features of an image are those of the network the stage starts from, to the last bit.</summary>
    Frozen,

    /// <summary>They follow the class-balanced batches, as in the released code, which leaves the network in training mode.</summary>
    Drifting,
}
