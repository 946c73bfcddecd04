using System.Text.RegularExpressions;
using LongTail.Data;
using LongTail.Prediction;
using LongTail.Runs;
using LongTail.Stages;

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

    [Fact]
    public void The_example_in_the_page_on_CSharp_is_the_one_that_is_compiled_here_and_the_recipe_photos()
    {
        string page = File.ReadAllText(Path.Combine(Repository.Root, "docs", "csharp.md"));
        string source = File.ReadAllText(Path.Combine(Repository.Root, "tests", "LongTail.Tests", "House", "PhotosExample.cs"));
        Assert.Equal(source.Split("#region CSHARP\n")[1].Split("#endregion")[0].Trim(), page.Split("```csharp\n")[1].Split("```")[0].Trim());
        Recipe typed = PhotosExample.Recipe(), named = LongTail.Recipes.RecipeLibrary.Load("photos");
        Assert.Equal(CanonicalText.Of(named.Method.Plan(named)), CanonicalText.Of(typed.Method.Plan(typed)));
    }

    [Fact]
    public async Task The_example_in_the_page_on_CSharp_trains_and_answers()
    {
        string folder = Directory.CreateTempSubdirectory("longtail-photos-").FullName;
        try
        {
            for (int i = 0; i < 18; i++)
            {
                string path = Path.Combine(folder, "photos", i % 3 == 0 ? "cat" : "dog", $"{i:00}.jpg");
                Directory.CreateDirectory(Path.GetDirectoryName(path)!);
                File.WriteAllBytes(path, PictureFiles.Read(PictureFiles.Whole[i % PictureFiles.Whole.Length]));
            }
            List<string> log = [];
            Recipe small = PhotosExample.Recipe() with { Epochs = 1, Data = new() { Set = PictureSets.Folders, Pictures = new() { Size = 16 } } };
            StageResult student = PhotosExample.Train(small, Path.Combine(folder, "photos"), Path.Combine(folder, "runs"), log.Add, TestContext.Current.CancellationToken);
            Assert.Contains(log, line => line.StartsWith("bkd resnet10 seed 0: epoch 1 of 1, loss ", StringComparison.Ordinal));
            Assert.Contains(log, line => line.StartsWith("cat: ", StringComparison.Ordinal));
            using Classifier classifier = Classifier.Open(student.Folder);
            using MemoryStream upload = new(PictureFiles.Read(PictureFiles.Whole[0])), text = new("no picture"u8.ToArray());
            Assert.Contains(await PhotosExample.Name(classifier, upload, TestContext.Current.CancellationToken), student.ClassNames);
            Assert.Contains("found text", await PhotosExample.Name(classifier, text, TestContext.Current.CancellationToken), StringComparison.Ordinal);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Theory]
    [InlineData("README.md")]
    [InlineData("docs/commands.md")]
    [InlineData("docs/csharp.md")]
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
