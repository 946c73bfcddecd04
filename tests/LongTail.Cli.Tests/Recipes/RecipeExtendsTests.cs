using LongTail.Cli.Tests.Fakes;
using LongTail.Foundation;
using LongTail.Recipes;

namespace LongTail.Cli.Tests.Recipes;

public sealed class RecipeExtendsTests
{
    [Fact]
    public void What_is_not_said_comes_from_the_extended_recipe()
    {
        using TextFolder folder = new();
        CompleteRecipe mine = Load(folder.Write("mine.json", """{ "extends": "cifar10-lt-100-bkd", "optimizer": { "learningRate": 0.05 } }"""));
        Assert.Equal(0.05, mine.Number("optimizer.learningRate"));
        Assert.Equal(2e-4, mine.Number("optimizer.weightDecay"));
        Assert.Equal(0.8, mine.Number("method.deferUntil"));
    }

    // As compare has it and docs/methods/bkd.md says.
    [Theory]
    [InlineData("cifar10-lt-100-ce", "bkd", "", 0.8)]
    [InlineData("cifar10-lt-10-kd", "bkd-crt", "", 0.8)]
    [InlineData("cifar10-lt-100-ce", "bkd", ", \"deferUntil\": 0", 0)]
    [InlineData("cifar100-lt-100-ce", "bkd", "", 0)]
    [InlineData("fashion-lt-ce", "bkd-crt", "", 0)]
    public void What_is_published_for_a_data_set_holds_where_nothing_is_said(string extended, string method, string more, double moment)
    {
        using TextFolder folder = new();
        CompleteRecipe mine = Load(folder.Write("mine.json", $$"""{ "extends": "{{extended}}", "method": { "name": "{{method}}"{{more}} } }"""));
        Assert.Equal(moment, mine.Number("method.deferUntil"));
        Assert.Equal(0.9999, mine.Number("method.beta"));
    }

    [Fact]
    public void Name_and_description_are_not_handed_on()
    {
        using TextFolder folder = new();
        CompleteRecipe mine = Load(folder.Write("mine.json", """{ "extends": "cifar10-lt-100-bkd" }"""));
        Assert.Equal(("mine", ""), (mine.Text("name"), mine.Text("about")));
    }

    [Fact]
    public void Another_method_leaves_the_values_of_the_former_behind()
    {
        using TextFolder folder = new();
        CompleteRecipe kd = Load(folder.Write("kd.json", """{ "extends": "cifar10-lt-100-bkd", "method": { "name": "kd" } }"""));
        Assert.False(kd.Has("method.beta"));
        Assert.Equal(2, kd.Number("method.temperature"));
    }

    [Fact]
    public void Another_method_does_not_excuse_a_wrong_key_beside_it()
    {
        using TextFolder folder = new();
        string path = folder.Write("kd.json", """{ "extends": "cifar10-lt-100-bkd", "method": { "name": "kd", "beta": 0.5 } }""");
        Assert.Contains("method.beta", Assert.Throws<RecipeException>(() => Load(path)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_path_starts_at_the_folder_of_the_recipe_that_names_it()
    {
        using TextFolder folder = new();
        folder.Write("base.json", """{ "extends": "fashion-lt-ce", "epochs": 7 }""");
        CompleteRecipe leaf = Load(folder.Write("deeper/leaf.json", """{ "extends": "../base.json", "seed": 3 }"""));
        Assert.Equal((7, 3), (leaf.Whole("epochs"), leaf.Whole("seed")));
    }

    [Fact]
    public void A_circle_is_refused_with_its_members()
    {
        using TextFolder folder = new();
        folder.Write("a.json", """{ "extends": "b.json" }""");
        string path = folder.Write("b.json", """{ "extends": "./a.json" }""");
        string refusal = Assert.Throws<RecipeException>(() => Load(path)).Message;
        Assert.Contains("found a circle", refusal, StringComparison.Ordinal);
        Assert.Contains("a.json extends", refusal, StringComparison.Ordinal);
    }

    [Fact]
    public void An_unknown_base_is_refused_with_the_nearest_name()
    {
        using TextFolder folder = new();
        string path = folder.Write("mine.json", """{ "extends": "fashion-lt-bdk" }""");
        Assert.Contains("Did you mean fashion-lt-bkd?", Assert.Throws<RecipeException>(() => Load(path)).Message, StringComparison.Ordinal);
    }

    static CompleteRecipe Load(string path) => RecipeReader.Read(path, Caller.CommandLine).Complete(RecipeReader.SourceOf(path));
}
