using System.Diagnostics;
using LongTail.Foundation;
using LongTail.Methods;
using LongTail.Tests.Training;

namespace LongTail.Tests.House;

/// <summary>CONTRIBUTING says that a method is one file and one line; here its tutorial is followed.</summary>
public sealed class TutorialTests
{
    const string File = "PowerWeighting.cs";

    static string Contributing => System.IO.File.ReadAllText(Path.Combine(Repository.Root, "CONTRIBUTING.md"));

    static string Source => Contributing.Split("```csharp\n")[1].Split("```")[0];

    static string Line => Contributing.Split("```csharp\n")[2].Split("```")[0].Trim();

    [Fact]
    public void Its_file_is_the_one_that_is_compiled_here()
    {
        string compiled = System.IO.File.ReadAllText(Path.Combine(Repository.Root, "tests", "LongTail.Tests", "House", "TutorialMethod.cs"));
        Assert.Equal(compiled.Split("#region CONTRIBUTING\n")[1].Split("#endregion")[0].Trim(), Source.Trim());
    }

    [Fact]
    public void Its_method_trains_and_without_power_it_is_cross_entropy()
    {
        using ToyTraining trained = ToyTraining.Of(new PowerWeighting(), epochs: 6).Train(), plain = ToyTraining.Of(new PowerWeighting { Power = 0 }), expected = ToyTraining.Of(new CrossEntropy());
        Assert.True(trained.Epochs[^1].Loss < 0.9 * trained.Epochs[0].Loss);
        Assert.Equal(expected.Train().Epochs[0].Loss, plain.Train().Epochs[0].Loss, 1e-5);
        Assert.Throws<RecipeException>(() => new PowerWeighting { Power = -1 });
    }

    [Fact, Trait("Category", "Slow")]
    public void With_its_file_and_its_line_the_program_trains_it()
    {
        string folder = Directory.CreateTempSubdirectory("longtail-tutorial-").FullName;
        try
        {
            CopySources(folder);
            System.IO.File.WriteAllText(Path.Combine(folder, "src", "LongTail", "Methods", File), Source);
            string catalog = Path.Combine(folder, "src", "LongTail", "Methods", "MethodCatalog.cs");
            System.IO.File.WriteAllText(catalog, System.IO.File.ReadAllText(catalog).Replace("    ];", $"        {Line}\n    ];", StringComparison.Ordinal));
            // The snapshot of the public API is the one thing to declare afterwards; the command is in the tutorial.
            string output = Dotnet(folder, "run", "--project", "src/LongTail.Cli", "-c", "Release", "-p:NoWarn=RS0016", "--",
                "train", "fashion-lt-ce", "--set", "method.name=power", "--set", "method.power=1", "--set", "epochs=1", "--threads", "1", "--json");
            Assert.Contains("\"method\": \"power\"", output, StringComparison.Ordinal);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    static void CopySources(string folder)
    {
        foreach (string path in Directory.EnumerateFiles(Repository.Root, "*", new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = 0 }))
        {
            string relative = Path.GetRelativePath(Repository.Root, path).Replace('\\', '/');
            if (relative.Contains('/') ? !relative.StartsWith("src/", StringComparison.Ordinal) && !relative.StartsWith("recipes/", StringComparison.Ordinal) && !relative.StartsWith("eng/", StringComparison.Ordinal) : relative.StartsWith(".git", StringComparison.Ordinal)) continue;
            string copy = Path.Combine(folder, relative);
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            System.IO.File.Copy(path, copy);
        }
    }

    static string Dotnet(string folder, params string[] arguments)
    {
        ProcessStartInfo start = new("dotnet", arguments) { WorkingDirectory = folder, RedirectStandardOutput = true, RedirectStandardError = true };
        using Process process = Process.Start(start)!;
        Task<string> error = process.StandardError.ReadToEndAsync();
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        Assert.True(process.ExitCode == 0, output + error.Result);
        return output;
    }
}
