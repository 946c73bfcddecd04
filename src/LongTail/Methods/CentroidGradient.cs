namespace LongTail.Methods;

/// <summary>By what OLTR's centroids are moved towards the features of their class.</summary>
public enum CentroidGradient
{
    /// <summary>As the released code does: the loss's weight of 0.01 does not reach it.</summary>
    Published,

    /// <summary>Times the loss's weight, as the paper writes the loss.</summary>
    Weighted,
}
