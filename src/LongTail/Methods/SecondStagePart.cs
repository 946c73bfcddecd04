namespace LongTail.Methods;

/// <summary>Which features OLTR's second stage trains.</summary>
public enum SecondStagePart
{
    /// <summary>Those that the recipe trains, as on ImageNet-LT.</summary>
    All,

    /// <summary>Attention and embedding alone, as on Places-LT.</summary>
    Added,
}
