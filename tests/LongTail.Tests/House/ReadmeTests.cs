using System.Text.RegularExpressions;

namespace LongTail.Tests.House;

public partial class ReadmeTests
{
    [Fact]
    public void The_example_in_the_readme_is_the_one_that_is_compiled_here()
    {
        string readme = File.ReadAllText(Path.Combine(Repository.Root, "README.md"));
        string source = File.ReadAllText(Path.Combine(Repository.Root, "tests", "LongTail.Tests", "House", "ReadmeExample.cs"));
        string compiled = source.Split("#region README\n")[1].Split("#endregion")[0].Trim();
        string shown = readme.Split("```csharp\n")[1].Split("```")[0].Trim();
        Assert.Equal(compiled, shown);
    }

    [Fact]
    public void The_example_in_the_readme_of_the_packages_is_a_part_of_it()
    {
        string package = File.ReadAllText(Path.Combine(Repository.Root, "eng", "package", "README.md"));
        string source = File.ReadAllText(Path.Combine(Repository.Root, "tests", "LongTail.Tests", "House", "ReadmeExample.cs"));
        string[] compiled = [.. source.Split('\n').Select(line => line.Trim())];
        Assert.Subset(compiled.ToHashSet(), package.Split("```csharp\n")[1].Split("```")[0].Trim().Split('\n').Select(line => line.Trim()).ToHashSet());
    }

    [Fact]
    public void The_example_in_the_page_on_recipes_is_the_one_that_is_compiled_here_and_trains()
    {
        string page = File.ReadAllText(Path.Combine(Repository.Root, "docs", "recipes.md"));
        string source = File.ReadAllText(Path.Combine(Repository.Root, "tests", "LongTail.Tests", "House", "RecipeExample.cs"));
        Assert.Equal(source.Split("#region RECIPES\n")[1].Split("#endregion")[0].Trim(), page.Split("```csharp\n")[1].Split("```")[0].Trim());

        string folder = Directory.CreateTempSubdirectory("longtail-recipes-").FullName;
        try
        {
            RecipeExample.Train(folder, "fashion-lt-ce", "epochs=1");
            Assert.Contains("\"epochs\": 1", File.ReadAllText(Path.Combine(folder, "fashion-lt-ce.json")), StringComparison.Ordinal);
            Assert.Single(Directory.GetDirectories(Path.Combine(folder, "runs", "stages")));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Theory]
    [InlineData("README.md")]
    [InlineData("docs/commands.md")]
    [InlineData("docs/data.md")]
    [InlineData("docs/onnx.md")]
    [InlineData("docs/recipes.md")]
    [InlineData("results/README.md")]
    public void What_a_page_links_to_is_there(string page)
    {
        string path = Path.Combine(Repository.Root, page);
        string[] links = [.. Link().Matches(File.ReadAllText(path)).Select(match => match.Groups[1].Value).Where(link => link.Length > 0)];
        Assert.NotEmpty(links);
        Assert.All(links, link => Assert.True(Path.Exists(Path.Combine(Path.GetDirectoryName(path)!, link)), $"{page} links to {link}"));
    }

    [Fact]
    public void The_readme_of_the_packages_has_no_links_since_they_would_lead_nowhere() =>
        Assert.DoesNotMatch(Link(), File.ReadAllText(Path.Combine(Repository.Root, "eng", "package", "README.md")));

    [GeneratedRegex(@"\]\(([^)#]*)")]
    private static partial Regex Link();

    [Fact, Trait("Category", "Slow")]
    public void The_example_in_the_readme_trains_a_teacher_and_a_student()
    {
        string before = Directory.GetCurrentDirectory();
        string folder = Directory.CreateTempSubdirectory("longtail-readme-").FullName;
        try
        {
            Directory.SetCurrentDirectory(folder);
            Example.Run();
            string[] networks = Directory.GetDirectories(Path.Combine(folder, "runs", "stages"));
            Assert.Equal(2, networks.Length);
            Assert.All(networks, network => Example.Ask(network, Path.Combine(Repository.Root, "tests", "LongTail.Tests", "Golden", "pictures", "colour.png")));
        }
        finally
        {
            Directory.SetCurrentDirectory(before);
            Directory.Delete(folder, recursive: true);
        }
    }
}
