using System.Text.Json;
using System.Text.Json.Nodes;
using LongTail.Cli.Tests.Fakes;
using LongTail.Foundation;
using LongTail.Recipes;
using NJsonSchema;

namespace LongTail.Cli.Tests.Recipes;

/// <summary>The schema that editors check recipe files by, asked by a library that knows nothing of recipes.</summary>
public sealed class RecipeJsonSchemaTests
{
    static readonly JsonDocumentOptions s_options = new() { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true };

    public static TheoryData<string> Names => [.. RecipeLibrary.Names];

    [Theory, MemberData(nameof(Names))]
    public async Task Every_recipe_of_the_program_satisfies_it_as_it_is_written_and_in_full(string name)
    {
        using StreamReader file = new(ShippedRecipes.Open(name));
        Assert.Empty(await FaultsOf(await file.ReadToEndAsync(TestContext.Current.CancellationToken)));
        Assert.Empty(await FaultsOf(RecipeLibrary.TextOf(name)));
    }

    [Theory]
    [InlineData("""{ "epoch": 30 }""")]
    [InlineData("""{ "epochs": 0 }""")]
    [InlineData("""{ "epochs": 1.5 }""")]
    [InlineData("""{ "epochs": "30" }""")]
    [InlineData("""{ "name": "with blank" }""")]
    [InlineData("""{ "optimizer": { "momentum": 1 } }""")]
    [InlineData("""{ "optimizer": { "dropAt": [0.5, 2] } }""")]
    [InlineData("""{ "optimizer": { "nesterov": "true" } }""")]
    [InlineData("""{ "method": { "name": "bdk" } }""")]
    [InlineData("""{ "method": { "temprature": 2 } }""")]
    [InlineData("""{ "network": { "name": "vgg16" } }""")]
    [InlineData("""{ "network": { "width": 15 } }""")]
    [InlineData("""{ "data": "photos" }""")]
    public async Task What_the_program_refuses_at_sight_it_refuses_too(string text)
    {
        Assert.NotEmpty(await FaultsOf(text));
        using TextFolder folder = new();
        Assert.Throws<RecipeException>(() => RecipeLibrary.Load(folder.Write("wrong.json", text)));
    }

    // The depth is wrong, two keys exclude each other, and moments descend.
    [Theory]
    [InlineData("""{ "network": { "name": "resnet33" } }""")]
    [InlineData("""{ "extends": "fashion-lt-ce", "method": { "temperature": 2 } }""")]
    [InlineData("""{ "extends": "fashion-lt-ce", "optimizer": { "schedule": "step", "dropAt": [0.9, 0.8] } }""")]
    public async Task Some_faults_the_program_alone_finds(string text)
    {
        Assert.Empty(await FaultsOf(text));
        using TextFolder folder = new();
        Assert.Throws<RecipeException>(() => RecipeLibrary.Load(folder.Write("wrong.json", text)));
    }

    [Fact]
    public async Task Every_default_satisfies_its_own_schema()
    {
        foreach (RecipeKey key in RecipeSchema.Keys)
            foreach (string text in (IEnumerable<string>)[.. key.Defaults?.Values ?? [], .. key.Default is { } usual ? [usual] : Array.Empty<string>()])
                Assert.Empty(await FaultsOf(key.Section.Length > 0 ? $$"""{ "{{key.Section}}": { "{{key.Leaf}}": {{text}} } }""" : $$"""{ "{{key.Leaf}}": {{text}} }"""));
    }

    // The settings of a method may do without: a new method is one file and one line.
    [Fact]
    public void Editors_show_what_a_key_means()
    {
        JsonNode properties = JsonNode.Parse(RecipeLibrary.JsonSchema())!["properties"]!;
        foreach (RecipeKey key in RecipeSchema.Keys)
        {
            JsonNode shown = key.Section.Length > 0 ? properties[key.Section]!["properties"]![key.Leaf]! : properties[key.Leaf]!;
            string? meaning = KeyMeanings.Of(key.Path);
            if (key.OnlyFor?.Path != "method.name") Assert.EndsWith(".", meaning, StringComparison.Ordinal);
            if (meaning is not null) Assert.StartsWith(meaning + " ", (string)shown["description"]!, StringComparison.Ordinal);
        }
        Assert.Empty(KeyMeanings.Paths.Except(RecipeSchema.Keys.Select(key => key.Path)));
    }

    [Fact]
    public async Task A_file_may_name_its_schema()
    {
        const string Text = """{ "$schema": "./recipe.schema.json", "extends": "fashion-lt-bkd", "epochs": 3 }""";
        Assert.Empty(await FaultsOf(Text));
        using TextFolder folder = new();
        Assert.Equal(RecipeLibrary.TextOf("fashion-lt-bkd", "epochs=3", "name=short", "about="), RecipeLibrary.TextOf(folder.Write("short.json", Text)));
    }

    [Fact]
    public void In_code_it_is_the_same() => Assert.Equal(ConsoleRun.Of("recipe schema").Out, RecipeLibrary.JsonSchema());

    static async Task<ICollection<NJsonSchema.Validation.ValidationError>> FaultsOf(string text)
    {
        JsonSchema schema = await NJsonSchema.JsonSchema.FromJsonAsync(RecipeLibrary.JsonSchema(), TestContext.Current.CancellationToken);
        return schema.Validate(JsonNode.Parse(text, documentOptions: s_options)!.ToJsonString());
    }
}
