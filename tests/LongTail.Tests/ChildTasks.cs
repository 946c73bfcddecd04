using System.Runtime.CompilerServices;
using LongTail.Tests.Store;
using LongTail.Tests.Training;

namespace LongTail.Tests;

/// <summary>What this program does when a test has started it again.</summary>
static class ChildTasks
{
#pragma warning disable CA2255   // the test runner owns Main; a child must not start it
    [ModuleInitializer]
#pragma warning restore CA2255
    internal static void RunIfChild() => ChildProcess.RunIfChild((task, folder) =>
    {
        switch (task)
        {
            case "save": KillTests.SaveForEver(folder); break;
            case "lock": FolderLockTests.LockUntilTold(folder); break;
            case "train": MemoryTests.TrainAndReport(folder); break;
        }
    });
}
