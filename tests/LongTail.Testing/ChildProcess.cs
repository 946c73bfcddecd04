using System.Diagnostics;
using System.Reflection;

namespace LongTail.Testing;

/// <summary>This test program started once more, to be killed or measured. A variable tells it that it is the child and what to do.</summary>
static class ChildProcess
{
    const string Task = "LONGTAIL_TEST_CHILD";

    public static Process Start(string task, string folder, bool isMeasured = false)
    {
        // Under "dotnet test" the program is its own; under "dotnet exec" it is dotnet with our file as argument.
        string program = Environment.ProcessPath!;
        ProcessStartInfo start = new(program) { RedirectStandardOutput = true, RedirectStandardInput = true, UseShellExecute = false };
        if (Path.GetFileNameWithoutExtension(program) == "dotnet")
        {
            start.ArgumentList.Add("exec");
            start.ArgumentList.Add(Assembly.GetEntryAssembly()!.Location);
        }
        start.Environment[Task] = $"{task}|{folder}";
        if (isMeasured) start.Environment["DOTNET_TieredCompilation"] = "0";   // code that is compiled again in the background, when there is time, looks like memory left behind
        return Process.Start(start)!;
    }

    /// <summary>In the child: does its task and ends the program. Otherwise nothing. For the module initializer of a test program, before the test runner starts.</summary>
    /// <param name="work">Does the task of a name in a folder.</param>
    public static void RunIfChild(Action<string, string> work)
    {
        if (Environment.GetEnvironmentVariable(Task)?.Split('|') is not [string task, string folder]) return;
        try
        {
            work(task, folder);
        }
        catch (Exception e)
        {
            Console.WriteLine($"failed {e}");
        }
        Environment.Exit(0);
    }
}
