using System.CommandLine;
using LongTail.Foundation;
using LongTail.Native;
using TorchSharp;

namespace LongTail.Benchmarks.Speed;

/// <summary>The commands that time whole steps.</summary>
static class SpeedCommands
{
    const int TrainingBatch = 128, EvaluationBatch = 256;   // as the program trains and evaluates

    public static Command Train() => Build("train", "Images per second of training steps, as the program takes them: data, augmentation, loss, optimizer.",
        TrainingBatch, hasMethod: true, request => SpeedReport.Of(request, "train", TrainingSpeed.Measure(request)));

    public static Command Evaluation() => Build("eval", "Images per second of evaluation on the test set.",
        EvaluationBatch, hasMethod: false, request => SpeedReport.Of(request, "eval", EvaluationSpeed.Measure(request)));

    public static Command Parts() => Build("parts", "Where the time of a training step goes. Best with --threads 1: CPU time then tells the work from waiting.",
        TrainingBatch, hasMethod: true, request => PartsReport.Of(request, StepParts.Measure(request)));

    static Command Build(string name, string description, int usualBatch, bool hasMethod, Func<SpeedRequest, object> measure)
    {
        Option<string> method = new("--method") { Description = "ce, or bkd with a teacher of random weights.", DefaultValueFactory = _ => "ce" };
        method.AcceptOnlyFromAmong("ce", "bkd");
        Option<int> steps = WholeNumber.Option("--steps", "Steps that count.", 40, least: 1);
        Option<int> warmup = WholeNumber.Option("--warmup", "Steps before them.", 10, least: 0);
        Option<int> threads = WholeNumber.Option("--threads", "Threads of the native library.", Environment.ProcessorCount, least: 1);
        Option<int> batch = WholeNumber.Option("--batch", "Images per step.", usualBatch, least: 1);
        Option<string> precision = new("--precision") { Description = "Of the network: fp32, bf16, or auto for what the program takes by itself.", DefaultValueFactory = _ => "fp32" };
        precision.AcceptOnlyFromAmong(PrecisionOption.Names);
        Option<ComputeDevice> device = Place();
        Option<bool> tf32 = new("--tf32") { Description = "Lets an NVIDIA device round the factors of products to 10 bits of fraction." };
        Option<bool> graph = new("--cuda-graph") { Description = "Records a training step on an NVIDIA device and repeats it." };
        Option<bool> benchmark = new("--cudnn-benchmark") { Description = "Lets cuDNN try its algorithms on each shape and keep the fastest." };
        Option<string?> data = new("--data") { Description = "Folder with CIFAR-10's binary files; random images without it.", HelpName = "FOLDER" };

        Command command = new(name, description) { steps, warmup, threads, batch, precision, device, tf32, graph, benchmark, data };
        if (hasMethod) command.Add(method);
        command.SetAction(parsed =>
        {
            TorchRuntime.EnsureLoaded();
            SpeedRequest request = new()
            {
                Method = hasMethod ? parsed.GetRequiredValue(method) : "ce",
                Steps = parsed.GetValue(steps),
                Warmup = parsed.GetValue(warmup),
                Threads = parsed.GetValue(threads),
                Batch = parsed.GetValue(batch),
                Precision = parsed.GetRequiredValue(precision),
                Device = Accelerator.Open(parsed.GetRequiredValue(device), parsed.GetValue(tf32), parsed.GetValue(benchmark)),
                CudaGraph = parsed.GetValue(graph),
                CudnnBenchmark = parsed.GetValue(benchmark),
                Data = parsed.GetValue(data),
            };
            torch.set_num_threads(request.Threads);
            Console.WriteLine(JsonLine.Of(measure(request)));
        });
        return command;
    }

    static Option<ComputeDevice> Place() => new("--device")
    {
        Description = "Where to compute.",
        HelpName = "cpu|cuda|cuda:N|auto",
        DefaultValueFactory = _ => ComputeDevice.Cpu,
        CustomParser = written =>
        {
            try
            {
                return ComputeDevice.Parse(written.Tokens.Single().Value);
            }
            catch (FormatException fault)
            {
                written.AddError(fault.Message);
                return ComputeDevice.Cpu;
            }
        },
    };
}
