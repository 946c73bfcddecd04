using System.CommandLine;
using LongTail.Foundation;
using LongTail.Kernels;
using LongTail.Native;
using TorchSharp;

namespace LongTail.Benchmarks.Speed;

/// <summary>The command that times single convolutions.</summary>
static class LayerCommand
{
    static readonly (int Channels, int Side)[] Layers = [(16, 32), (32, 16), (64, 8), (16, 28), (32, 14), (64, 7), (64, 56), (128, 28)];

    public static Command Build()
    {
        Option<int> rounds = WholeNumber.Option("--rounds", "Times that each is timed.", 30, least: 1);
        Option<int> threads = WholeNumber.Option("--threads", "Threads of the native library.", Environment.ProcessorCount, least: 1);
        Option<int> batch = WholeNumber.Option("--batch", "Images of CIFAR's and Fashion-MNIST's layers; an eighth of it for ImageNet's, the last two.", 128, least: 8);
        Command command = new("layers", "Milliseconds of 3 x 3 convolutions of ResNets for CIFAR, Fashion-MNIST and ImageNet, by our loops and by libtorch in turn; a line for each.") { rounds, threads, batch };
        command.SetAction(parsed =>
        {
            TorchRuntime.EnsureLoaded();
            if (!KernelSupport.IsPresent) throw new PlatformException("Found a processor or a libtorch on which our own loops do not run, so there is nothing to compare. They need AVX2 and Linux.");
            torch.set_num_threads(parsed.GetValue(threads));
            foreach (torch.ScalarType type in (torch.ScalarType[])[torch.ScalarType.Float32, torch.ScalarType.BFloat16])
                foreach ((int channels, int side) in Layers)
                {
                    int images = (channels, side) is not ((64, 56) or (128, 28)) ? parsed.GetValue(batch) : parsed.GetValue(batch) / 8;
                    Console.WriteLine(JsonLine.Of(LayerSpeed.Measure(images, channels, side, type, parsed.GetValue(rounds))));
                }
        });
        return command;
    }
}
