namespace LongTail.Recipes;

/// <summary>Where something was said, for messages.</summary>
/// <param name="Name">Such as "recipe cifar10-lt-100-ce" or "--set epochs=30".</param>
/// <param name="Caller">Who reads them.</param>
sealed record RecipeSource(string Name, Caller Caller)
{
    /// <summary>Its name.</summary>
    public override string ToString() => Name;
}
