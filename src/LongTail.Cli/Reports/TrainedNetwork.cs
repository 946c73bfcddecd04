using System.Collections.Immutable;
using LongTail.Runs;
using LongTail.Stages;

namespace LongTail.Cli.Reports;

/// <summary>One network of a run: its place in the plan, the recipe it came from, and what became of it.</summary>
/// <param name="Recipe">Name of the recipe that asks for it, or of the first one that needs it.</param>
/// <param name="Role">What the run needs it for.</param>
/// <param name="Result">Where it is and how it came about.</param>
sealed record TrainedNetwork(string Recipe, StageRole Role, StageResult Result)
{
    public Stage Stage => Result.Stage;

    /// <summary>Puts results beside their plan.</summary>
    public static ImmutableArray<TrainedNetwork> All(IEnumerable<Recipe> recipes, RunPlan plan, ImmutableArray<StageResult> results)
    {
        RecipeNames names = new(recipes, plan);
        return [.. plan.Stages.Zip(results, (planned, result) => new TrainedNetwork(names.Of(planned.Stage), planned.Role, result))];
    }
}

/// <summary>Which recipe a stage came from.</summary>
sealed class RecipeNames
{
    readonly Dictionary<StageKey, string> _names = [];

    /// <param name="recipes">In order.</param>
    /// <param name="plan">Of them.</param>
    public RecipeNames(IEnumerable<Recipe> recipes, RunPlan plan)
    {
        (Recipe Recipe, Stage Stage)[] asked = [.. recipes.Zip(plan.Asked)];
        foreach ((Recipe recipe, Stage stage) in asked) _names.TryAdd(stage.Key, recipe.Name);
        foreach ((Recipe recipe, Stage stage) in asked) AddNeeded(stage, recipe.Name);
    }

    public string Of(Stage stage) => _names.GetValueOrDefault(stage.Key, "-");

    void AddNeeded(Stage by, string name)
    {
        foreach (Stage needed in by.StartFrom is { } start ? by.Teachers.Append(start) : by.Teachers)
        {
            _names.TryAdd(needed.Key, name);
            AddNeeded(needed, name);
        }
    }
}
