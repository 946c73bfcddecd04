using System.Globalization;
using CsCheck;
using LongTail.Cli.Commands;
using LongTail.Cli.Tests.Fakes;
using LongTail.Recipes;
using LongTail.Stages;

namespace LongTail.Cli.Tests.Recipes;

public sealed class RecipeShowTests
{
    static readonly string[] s_fixed =
        ["schedule=cosine", "sampling=reversed", "sampling=square-root", "dropAt=[]", "dropAt=[0.1,0.2,0.3]", "head=cosine", "profile=step", "network.name=resnet20"];

    public static TheoryData<string> Names => [.. RecipeLibrary.Names];

    [Theory, MemberData(nameof(Names))]
    public void A_shown_recipe_is_a_recipe_with_the_same_key(string name)
    {
        using TextFolder folder = new();
        ConsoleRun shown = ConsoleRun.Of($"recipe show {name}");
        string path = folder.Write("shown.json", shown.Out);

        Assert.Equal(KeyOf(name), KeyOf(path));
        Assert.Equal(shown.Out, ConsoleRun.Of($"recipe show {path}").Out);
    }

    [Fact]
    public void So_is_one_with_any_settings()
    {
        Gen<string> settings = Gen.OneOf(
            Gen.Int[2, 1000].Select(e => $"epochs={e}"),   // in one epoch there is no moment at 0.8 of it
            Gen.Double[1e-6, 100].Select(t => string.Create(CultureInfo.InvariantCulture, $"temperature={t:R}")),
            Gen.Double[0, 0.99999].Select(b => string.Create(CultureInfo.InvariantCulture, $"beta={b:R}")),
            Gen.Int[0, 300].Select(w => $"warmup={w}"),
            Gen.Int.Select(s => string.Create(CultureInfo.InvariantCulture, $"seed={s}")),
            Gen.Int[0, s_fixed.Length - 1].Select(i => s_fixed[i]));
        settings.Array[0, 4].Where(all => !(all.Contains("schedule=cosine") && all.Any(s => s.StartsWith("dropAt", StringComparison.Ordinal)))).Sample(chosen =>
        {
            using TextFolder folder = new();
            string shown = RecipeWriter.Write(CommonOptions.Recipe("cifar10-lt-100-bkd", chosen));
            return KeyOf("cifar10-lt-100-bkd", chosen) == KeyOf(folder.Write("shown.json", shown));
        }, iter: 200);
    }

    [Fact]
    public void The_name_of_a_recipe_changes_no_key() => Assert.Equal(KeyOf("cifar10-lt-100-bkd"), KeyOf("cifar10-lt-100-bkd", "name=mine"));

    [Fact]
    public void Text_survives_whatever_is_in_it()
    {
        using TextFolder folder = new();
        const string About = "quotes \" backslash \\ tab \t escape \u001b // no comment /* nor here */ Größe 'x' <b> \U0001F600";
        string shown = RecipeWriter.Write(CommonOptions.Recipe("fashion-lt-ce", [$"about={About}"]));
        Assert.DoesNotContain('\u001b', shown);
        Assert.Equal(About, CommonOptions.Recipe(folder.Write("shown.json", shown), null).Text("about"));
    }

    [Theory]
    [InlineData("cifar10-lt-100-bkd", "")]
    [InlineData("cifar100-lt-10-kd-short", "")]
    [InlineData("cifar10-lt-100-bkd-short", " --set dropAt=[] --set warmup=0 --set deferUntil=1 --set network.width=32")]
    public void What_is_shown_stays_the_same(string name, string settings) =>
        Snapshot.Same(ConsoleRun.Of($"recipe show {name}{settings}").Out, $"recipe-show-{name}");

    [Theory]
    [InlineData("nothing-said", """{ "data": { "set": "cifar10" }, "method": { "name": "ce" } }""")]
    [InlineData("nothing-said-of-photos", """
        { "data": { "set": "folders", "profile": "step", "ratio": 10 }, "network": { "head": "cosine" }, "method": { "name": "ce" }, "augmentation": { "policy": "randaugment", "mix": "cutmix" } }
        """)]
    public void What_holds_when_nothing_is_said_stays_the_same(string name, string text)
    {
        using TextFolder folder = new();
        Snapshot.Same(ConsoleRun.Of(["recipe", "show", folder.Write($"{name}.json", text)]).Out, $"recipe-show-{name}");
    }

    static StageKey KeyOf(string recipe, params string[] settings)
    {
        Recipe bound = RecipeBinder.Bind(CommonOptions.Recipe(recipe, settings));
        return bound.Method.Plan(bound).Key;
    }
}
