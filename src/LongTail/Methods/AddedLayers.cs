namespace LongTail.Methods;

/// <summary>First weights of the attention and the embedding that OLTR adds to trained features.</summary>
public enum AddedLayers
{
    /// <summary>Both do nothing at first: the second stage begins with the features, centroids and classifier of the first.</summary>
    Identity,

    /// <summary>Drawn at random, as the released code does it.</summary>
    Drawn,
}
