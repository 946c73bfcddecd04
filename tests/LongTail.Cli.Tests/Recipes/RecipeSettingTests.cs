using LongTail.Cli.Commands;
using LongTail.Foundation;
using LongTail.Recipes;

namespace LongTail.Cli.Tests.Recipes;

public sealed class RecipeSettingTests
{
    [Theory]
    [InlineData("epochs=1", "epochs", "1")]
    [InlineData("method.temperature=4", "method.temperature", "4")]
    [InlineData("temperature=4", "method.temperature", "4")]
    [InlineData("optimizer.learningRate=0.05", "optimizer.learningRate", "0.05")]
    [InlineData("learningRate=1e-2", "optimizer.learningRate", "1e-2")]
    [InlineData("optimizer.dropAt=[0.5,0.75]", "optimizer.dropAt", "[0.5,0.75]")]
    [InlineData("optimizer.dropAt=[]", "optimizer.dropAt", "[]")]
    [InlineData("nesterov=true", "optimizer.nesterov", "true")]
    [InlineData("sampling=class-balanced", "sampling", "\"class-balanced\"")]
    [InlineData("sampling=\"class-balanced\"", "sampling", "\"class-balanced\"")]
    [InlineData("network.name=resnet20", "network.name", "\"resnet20\"")]
    [InlineData("name=123", "name", "\"123\"")]
    [InlineData("about=a=b", "about", "\"a=b\"")]
    [InlineData(" epochs = 3 ", "epochs", "3")]
    [InlineData("seed=-7", "seed", "-7")]
    public void A_setting_changes_one_value(string setting, string path, string expected) =>
        Assert.Equal(expected, Set(setting).Values[path].GetRawText());

    [Theory]
    [InlineData("epochs", "expected key=value, such as --set epochs=30")]
    [InlineData("=3", "expected key=value")]
    [InlineData("epocs=3", "--set epocs=3: found the unknown key \"epocs\". Did you mean epochs?")]
    [InlineData("optimizer.lr=3", "unknown key \"optimizer.lr\"")]
    [InlineData("extends=fashion-lt-ce", "unknown key \"extends\"")]
    [InlineData("epochs=", "--set epochs=: epochs: found \"\", expected a whole number")]
    [InlineData("epochs=many", "--set epochs=many: epochs: found \"many\", expected a whole number")]
    [InlineData("temperature=NaN", "method.temperature: found \"NaN\", expected a number")]
    [InlineData("temperature=1e400", "method.temperature: found 1e400, expected a number")]
    [InlineData("dropAt=0.5", "optimizer.dropAt: found 0.5, expected a list of fractions")]
    [InlineData("network.scale=3", "network.scale: found 3, which counts only where network.head is cosine")]
    public void A_wrong_setting_is_refused(string setting, string fault) =>
        Assert.Contains(fault, Assert.Throws<RecipeException>(() => Set(setting)).Message, StringComparison.Ordinal);

    [Fact]
    public void Settings_apply_in_order() => Assert.Equal(5, Set("epochs=3", "epochs=5").Whole("epochs"));

    [Fact]
    public void Another_choice_leaves_the_values_of_the_former_behind()
    {
        CompleteRecipe cosine = Set("schedule=cosine", "method.name=ce");
        Assert.False(cosine.Has("optimizer.dropAt"));
        Assert.False(cosine.Has("method.beta"));
    }

    [Fact]
    public void A_short_name_that_several_keys_end_in_is_refused()
    {
        RecipeKey[] shared = [.. RecipeSchema.Keys.GroupBy(k => k.Leaf).Where(g => g.Count() > 1 && g.All(k => k.Path != k.Leaf)).SelectMany(g => g)];
        foreach (RecipeKey key in shared)
            Assert.Contains("write it in full", Assert.Throws<RecipeException>(() => Set($"{key.Leaf}=1")).Message, StringComparison.Ordinal);
    }

    static CompleteRecipe Set(params string[] settings) => CommonOptions.Recipe("cifar10-lt-100-bkd", settings);
}
