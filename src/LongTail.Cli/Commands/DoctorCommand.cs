using System.Collections.Immutable;
using System.CommandLine;
using LongTail.Foundation;
using LongTail.Runs;

namespace LongTail.Cli.Commands;

/// <summary>Says whether training can work on this machine, and whether processor and accelerator compute what they should.</summary>
static class DoctorCommand
{
    public static Command Build(Host host)
    {
        Command command = new("doctor", "Checks this machine: operating system, .NET, whether the native library loads, whether its convolutions are correct, and whether an NVIDIA device computes a training step as the processor does.");
        Option<string> device = CommonOptions.Device();
        command.Add(device);
        command.SetAction(parsed =>
        {
            ComputeDevice choice = CommonOptions.DeviceOf(parsed.GetValue(device)!);
            PlatformException? fault = Load(host);
            host.Out.WriteLine($"longtail: {ProgramVersion.Text}");
            host.Out.WriteLine($"cores: {Environment.ProcessorCount}");
            foreach (string line in host.Library.DescribeRuntime()) host.Out.WriteLine(SafeText.Of(line, 400));
            if (fault is not null) throw new PlatformException(fault.Message, fault);
            host.Out.WriteLine($"convolutions compared with 64 bits: {string.Join(", ", host.Library.CheckConvolutions())}");
            Compare(choice, host);
            host.Library.LoadPictures();
            host.Out.WriteLine("This machine can train.");
            return ExitCode.Done;
        });
        return command;
    }

    static void Compare(ComputeDevice choice, Host host)
    {
        ImmutableArray<string> devices = host.Library.Devices();
        host.Out.WriteLine($"devices: cpu{string.Concat(devices.Select(device => $"; {SafeText.Of(device, 200)}"))}");
        if (choice == ComputeDevice.Cpu || (choice == ComputeDevice.Auto && devices.IsEmpty))
        {
            host.Out.WriteLine(devices.IsEmpty ? "one step compared with the processor: no accelerator to compare" : "one step compared with the processor: not asked for");
            return;
        }
        ImmutableArray<StepDifference> differences = host.Library.CheckDevice(choice);
        host.Out.WriteLine($"one step compared with the processor ({choice}): {string.Join(", ", differences)}");
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
