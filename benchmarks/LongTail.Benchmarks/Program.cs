using System.CommandLine;
using LongTail.Benchmarks.Growth;
using LongTail.Benchmarks.Micro;
using LongTail.Benchmarks.Pictures;
using LongTail.Benchmarks.Roof;
using LongTail.Benchmarks.Speed;
using LongTail.Foundation;

RootCommand root = new("Measures how fast LongTail is. Each command but micro prints one line of JSON. See benchmarks/README.md.")
{
    SpeedCommands.Train(),
    SpeedCommands.Evaluation(),
    SpeedCommands.Parts(),
    LayerCommand.Build(),
    GrowthCommand.Build(),
    RoofCommand.Build(),
    PictureCommand.Build(),
    PhotographCommand.Build(),
    ListCommand.Build(),
    PackCommand.Build(),
    MicroCommand.Build(),
};

try
{
    return root.Parse(args.Length == 0 ? ["--help"] : args).Invoke(new() { EnableDefaultExceptionHandler = false });
}
catch (LongTailException fault)
{
    Console.Error.WriteLine($"error: {fault.Message}");
    return 1;
}
