using System.Globalization;
using System.Text.Json;
using LongTail.Cli.Tests.Fakes;
using LongTail.Foundation;
using LongTail.Recipes;
using LongTail.Runs;
using LongTail.Stages;

namespace LongTail.Cli.Tests.Recipes;

/// <summary>Recipes as a program loads them: the same as at the command line, with messages in a program's words.</summary>
public sealed class RecipeLibraryTests
{
    public static TheoryData<string> Names => [.. RecipeLibrary.Names];

    [Theory, MemberData(nameof(Names))]
    public void Every_name_is_a_recipe_that_can_be_planned_and_the_command_lines(string name)
    {
        Recipe loaded = RecipeLibrary.Load(name);
        Assert.Equal(name, loaded.Name);
        FakeTraining training = new();
        ConsoleRun.Of($"plan {name}", training);
        Assert.Equal(KeyOf(training.Recipes.Single()), KeyOf(loaded));
    }

    [Theory]
    [InlineData("fashion-lt-bkd", "epochs=30", "seed=1")]
    [InlineData("fashion-lt-kd", "temperature=4", "network.precision=auto")]
    [InlineData("fashion-lt-ce", "method.name=lfme", "augmentation.flip=false", "epochs=4")]
    public void Its_stages_have_the_keys_that_the_command_line_plans(string name, params string[] settings)
    {
        using TextFolder folder = new();
        string runs = Path.Combine(folder.Path, "runs");
        ConsoleRun shown = ConsoleRun.Of(["plan", name, .. settings.SelectMany(setting => (string[])["--set", setting]), "--out", runs, "--json"], null,
            host => host with { Library = host.Library with { Plan = RunPlan.Of } });
        string[] expected = [.. JsonElement.Parse(shown.Out).GetProperty("stages").EnumerateArray().Select(stage => stage.GetProperty("key").GetString()!)];

        RunPlan plan = RunPlan.Of([RecipeLibrary.Load(name, settings)], new() { OutputFolder = runs });
        Assert.Equal(expected, plan.Stages.Select(planned => planned.Stage.Key.Hex));
    }

    [Theory]
    [InlineData("fashion-lt-bkd")]
    [InlineData("inaturalist2018-bbn", "epochs=7", "about=mine")]
    [InlineData("cifar10-lt-100-bkd", "dropAt=[0.5]", "head=cosine", "warmup=0")]
    public void Its_text_is_what_recipe_show_prints_and_loads_to_the_same_recipe(string name, params string[] settings)
    {
        using TextFolder folder = new();
        string text = RecipeLibrary.TextOf(name, settings), file = folder.Write("again.json", text);
        Assert.Equal(ConsoleRun.Of(["recipe", "show", name, .. settings.SelectMany(setting => (string[])["--set", setting])]).Out, text);
        Assert.Equal(KeyOf(RecipeLibrary.Load(name, settings)), KeyOf(RecipeLibrary.Load(file)));
        Assert.Equal(text, RecipeLibrary.TextOf(file));
    }

    [Fact]
    public void A_relative_path_starts_at_the_current_directory_and_what_it_extends_beside_it()
    {
        using TextFolder folder = new();
        folder.Write("base.json", """{ "extends": "fashion-lt-kd", "epochs": 9 }""");
        string file = folder.Write("below/mine.json", """{ "extends": "../base.json", "seed": 3 }""");
        Recipe loaded = RecipeLibrary.Load(Path.GetRelativePath(Environment.CurrentDirectory, file));
        Assert.Equal(("mine", 9, 3), (loaded.Name, loaded.Epochs, loaded.Seed));
    }

    [Theory]
    [InlineData("fashion-lt-bdk", null, "Found the unknown recipe \"fashion-lt-bdk\". Did you mean fashion-lt-bkd? RecipeLibrary.Names has all; a file is given by its path.")]
    [InlineData("fashion-lt-bkd", "epochs", "Found setting \"epochs\", expected key=value, such as epochs=30.")]
    [InlineData("fashion-lt-bkd", "epocs=3", "setting epocs=3: found the unknown key \"epocs\". Did you mean epochs?")]
    [InlineData("fashion-lt-bkd", "optimizer.lr=3", "setting optimizer.lr=3: found the unknown key \"optimizer.lr\". RecipeLibrary.TextOf writes all keys.")]
    [InlineData("fashion-lt-bkd", "epochs=0", "setting epochs=0: epochs: found 0, expected a whole number from 1 to 1000000.")]
    [InlineData("fashion-lt-bkd", "optimizer.momentum=1.5", "setting optimizer.momentum=1.5: optimizer.momentum: found 1.5, expected a number from 0 to below 1.")]
    [InlineData("fashion-lt-bkd", "network.scale=3", "setting network.scale=3: network.scale: found 3, which counts only where network.head is cosine; here it is linear. Remove it or change network.head.")]
    [InlineData("fashion-lt-bkd", "network.replaceHead=true", "Found network.replaceHead without network.weights, expected it with pretrained weights only: a network without them has a fresh head already.")]
    public void A_fault_is_told_in_words_of_a_program(string name, string? setting, string message)
    {
        string[] settings = setting is null ? [] : [setting];
        AssertRefused(message, name, settings);
        InGermanNumbers(() => AssertRefused(message, name, settings));
    }

    [Fact]
    public void A_file_that_is_no_JSON_is_refused()
    {
        using TextFolder folder = new();
        string file = folder.Write("broken.json", """{ "epochs": }""");
        AssertRefused($"recipe {file}: line 1, column 13: found no valid JSON: '}}' is an invalid start of a value.", file);
    }

    [Fact]
    public void A_key_in_a_file_that_is_like_no_other_is_refused()
    {
        using TextFolder folder = new();
        string file = folder.Write("strange.json", """{ "frobnication": 1 }""");
        AssertRefused($"recipe {file}: found the unknown key \"frobnication\". RecipeLibrary.TextOf writes all keys.", file);
    }

    [Fact]
    public void Recipes_that_extend_each_other_in_a_circle_are_refused()
    {
        using TextFolder folder = new();
        string one = folder.Write("one.json", """{ "extends": "two.json" }"""), two = folder.Write("two.json", """{ "extends": "one.json" }""");
        AssertRefused($"recipe one.json: found a circle: {one} extends {two} extends {one}; expected an end.", one);
    }

    [Fact]
    public void Recipes_and_texts_are_the_same_under_a_culture_that_writes_commas()
    {
        string[] settings = ["method.temperature=2.5", "optimizer.dropAt=[0.25,0.75]", "seed=-7"];
        string expected = RecipeLibrary.TextOf("cifar10-lt-100-bkd", settings);
        StageKey key = KeyOf(RecipeLibrary.Load("cifar10-lt-100-bkd", settings));
        InGermanNumbers(() =>
        {
            Assert.Equal(expected, RecipeLibrary.TextOf("cifar10-lt-100-bkd", settings));
            Assert.Equal(key, KeyOf(RecipeLibrary.Load("cifar10-lt-100-bkd", settings)));
        });
    }

    static void AssertRefused(string message, string nameOrPath, params string[] settings)
    {
        Assert.Equal(message, Assert.Throws<RecipeException>(() => RecipeLibrary.Load(nameOrPath, settings)).Message);
        Assert.Equal(message, Assert.Throws<RecipeException>(() => RecipeLibrary.TextOf(nameOrPath, settings)).Message);
    }

    static StageKey KeyOf(Recipe recipe) => recipe.Method.Plan(recipe).Key;

    // Also where no culture but the invariant one is installed.
    static void InGermanNumbers(Action test)
    {
        CultureInfo before = CultureInfo.CurrentCulture, commas = (CultureInfo)CultureInfo.InvariantCulture.Clone();
        (commas.NumberFormat.NumberDecimalSeparator, commas.NumberFormat.NumberGroupSeparator) = (",", ".");
        CultureInfo.CurrentCulture = commas;
        try
        {
            test();
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }
}
