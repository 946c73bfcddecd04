// The region below is the example of docs/recipes.md, word for word; ReadmeTests compares them.
#region RECIPES
using LongTail.Recipes;
using LongTail.Runs;
using LongTail.Stages;

static class RecipeExample
{
    public static void Train(string folder, string nameOrPath, params string[] settings)
    {
        Recipe recipe = RecipeLibrary.Load(nameOrPath, settings);   // such as "fashion-lt-bkd", "epochs=30", "seed=1"
        File.WriteAllText(Path.Combine(folder, $"{recipe.Name}.json"), RecipeLibrary.TextOf(nameOrPath, settings));

        RunEnvironment here = new() { OutputFolder = Path.Combine(folder, "runs") };
        foreach (StageResult network in new StageRunner(here).Run(RunPlan.Of([recipe], here)))
            Console.WriteLine($"{network.Stage.Method}: {network.Evaluation.BalancedAccuracy:P1}, weights in {network.Folder}");
    }
}
#endregion
