using System.CommandLine;
using System.Runtime.InteropServices;

namespace LongTail.Cli.Commands;

/// <summary>Says whether training can work on this machine.</summary>
static class DoctorCommand
{
    public static Command Build(Host host)
    {
        Command command = new("doctor", "Examines this machine: operating system, .NET, native library.");
        command.SetAction(_ =>
        {
            host.Out.WriteLine($"longtail: {ProgramVersion.Text}");
            host.Out.WriteLine($"system: {RuntimeInformation.OSDescription}, {RuntimeInformation.ProcessArchitecture}, {Environment.ProcessorCount} cores");
            host.Out.WriteLine($".NET: {Environment.Version}");
            foreach (string line in host.Library.DescribeRuntime()) host.Out.WriteLine(line);
            return ExitCode.Done;
        });
        return command;
    }
}
