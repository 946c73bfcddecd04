using System.CommandLine;
using LongTail.Foundation;

namespace LongTail.Cli.Commands;

/// <summary>Says whether training can work on this machine.</summary>
static class DoctorCommand
{
    public static Command Build(Host host)
    {
        Command command = new("doctor", "Examines this machine: operating system, .NET, and whether the native library loads.");
        command.SetAction(_ =>
        {
            PlatformException? fault = Load(host);
            host.Out.WriteLine($"longtail: {ProgramVersion.Text}");
            host.Out.WriteLine($"cores: {Environment.ProcessorCount}");
            foreach (string line in host.Library.DescribeRuntime()) host.Out.WriteLine(SafeText.Of(line, 400));
            if (fault is not null) throw new PlatformException(fault.Message, fault);
            host.Out.WriteLine("This machine can train.");
            return ExitCode.Done;
        });
        return command;
    }

    /// <remarks>The facts are printed after the attempt, and also when it fails: some can be seen only then.</remarks>
    static PlatformException? Load(Host host)
    {
        try
        {
            host.Library.LoadRuntime();
            return null;
        }
        catch (PlatformException fault)
        {
            return fault;
        }
    }
}
