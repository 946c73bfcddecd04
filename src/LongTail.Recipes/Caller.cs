namespace LongTail.Recipes;

/// <summary>Who asks for a recipe: messages speak of settings, and of what else there is, in its words.</summary>
/// <param name="Setting">Stands before a setting.</param>
/// <param name="Example">A whole setting.</param>
/// <param name="AllNames">Where the names of all recipes are.</param>
/// <param name="AllKeys">Where all keys are.</param>
sealed record Caller(string Setting, string Example, string AllNames, string AllKeys)
{
    /// <summary>Someone at the command line.</summary>
    public static Caller CommandLine { get; } = new("--set", "--set epochs=30", "longtail recipe list names all", "longtail recipe show prints all keys");

    /// <summary>A program that uses <see cref="RecipeLibrary"/>.</summary>
    public static Caller Program { get; } = new("setting", "epochs=30", "RecipeLibrary.Names has all", "RecipeLibrary.TextOf writes all keys");
}
