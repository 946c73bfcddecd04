using System.Diagnostics;
using System.Runtime.CompilerServices;
using LongTail.Tests.Runs;
using LongTail.Tests.Training;

namespace LongTail.Tests.Store;

/// <summary>This test program started once more, to be killed. The variable tells it that it is the child and what to do.</summary>
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
            start.ArgumentList.Add(typeof(ChildProcess).Assembly.Location);
        }
        start.Environment[Task] = $"{task}|{folder}";
        if (isMeasured) start.Environment["DOTNET_TieredCompilation"] = "0";   // code that is compiled again in the background, when there is time, looks like memory left behind
        return Process.Start(start)!;
    }

#pragma warning disable CA2255   // the test runner owns Main; a child must not start it
    [ModuleInitializer]
#pragma warning restore CA2255
    internal static void RunIfChild()
    {
        if (Environment.GetEnvironmentVariable(Task)?.Split('|') is not [string task, string folder]) return;
        try
        {
            switch (task)
            {
                case "save": KillTests.SaveForEver(folder); break;
                case "lock": FolderLockTests.LockUntilTold(folder); break;
                case "train": MemoryTests.TrainAndReport(folder); break;
                case "run": KilledRunTests.RunAndTell(folder); break;
            }
        }
        catch (Exception e)
        {
            Console.WriteLine($"failed {e}");
        }
        Environment.Exit(0);
    }
}
