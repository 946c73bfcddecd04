using System.Runtime.CompilerServices;
using LongTail.Tests.Runs;

namespace LongTail.Tests;

/// <summary>What this program does when a test has started it again.</summary>
static class ChildTasks
{
#pragma warning disable CA2255   // the test runner owns Main; a child must not start it
    [ModuleInitializer]
#pragma warning restore CA2255
    internal static void RunIfChild() => ChildProcess.RunIfChild((task, folder) =>
    {
        if (task == "run") KilledRunTests.RunAndTell(folder);
    });
}
