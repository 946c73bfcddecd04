namespace LongTail.Tests.House;

public class ReadmeTests
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
