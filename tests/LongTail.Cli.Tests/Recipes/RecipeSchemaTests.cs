using System.Reflection;
using LongTail.Cli.Commands;
using LongTail.Methods;
using LongTail.Recipes;
using LongTail.Stages;

namespace LongTail.Cli.Tests.Recipes;

public sealed class RecipeSchemaTests
{
    public static TheoryData<string> Methods => [.. MethodCatalog.All.Select(m => m.Name)];

    [Theory, MemberData(nameof(Methods))]
    public void Every_method_of_the_catalog_can_be_named(string name)
    {
        Recipe recipe = RecipeBinder.Bind(CommonOptions.Recipe("fashion-lt-ce", [$"method.name={name}"]));
        Assert.Equal(MethodCatalog.All.Single(m => m.Name == name).Method, recipe.Method);   // the defaults are the paper's settings too
    }

    [Theory, MemberData(nameof(Methods))]
    public void Every_setting_of_a_method_has_a_key(string name)
    {
        Method method = MethodCatalog.All.Single(m => m.Name == name).Method;
        string[] properties = [.. method.GetType().GetProperties(BindingFlags.Public | BindingFlags.Instance).Where(p => p.SetMethod is not null).Select(p => p.Name)];
        string[] keys = [.. RecipeSchema.Keys.Where(k => k.OnlyFor is { Path: "method.name" } choice && choice.Values.Contains(name)).Select(k => k.Leaf)];
        Assert.Equal(properties.Order(StringComparer.OrdinalIgnoreCase), keys.Order(StringComparer.OrdinalIgnoreCase), StringComparer.OrdinalIgnoreCase);
    }

    [Fact]
    public void Defaults_obey_their_own_rules()
    {
        foreach (RecipeKey key in RecipeSchema.Keys.Where(k => k.Default is not null))
            Assert.True(key.Rule.Accepts(System.Text.Json.JsonElement.Parse(key.Default!)), key.Path);
    }

    [Fact]
    public void The_defaults_are_those_of_the_library()
    {
        Recipe bound = RecipeBinder.Bind(CommonOptions.Recipe(WithoutValues(), null));
        Assert.Equal(new OptimizerSpec { Schedule = bound.Optimizer.Schedule }, bound.Optimizer);
        StepSchedule expected = (StepSchedule)new OptimizerSpec().Schedule, found = (StepSchedule)bound.Optimizer.Schedule;
        Assert.Equal<int>(expected.DropAt, found.DropAt);
        Assert.Equal(expected.Factor, found.Factor);
        Assert.Equal((200, 128, 0, 1), (bound.Epochs, bound.BatchSize, bound.Seed, bound.EvaluateEvery));

        static string WithoutValues()
        {
            string path = Path.Combine(AppContext.BaseDirectory, "nothing-said.json");
            File.WriteAllText(path, """{ "data": { "set": "cifar10" }, "method": { "name": "ce" } }""");
            return path;
        }
    }
}
