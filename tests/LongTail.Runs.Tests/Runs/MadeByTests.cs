using System.Text;
using LongTail.Runs;
using LongTail.Store;

namespace LongTail.Tests.Runs;

public sealed class MadeByTests
{
    [Fact]
    public void Files_from_before_the_processor_was_recorded_stay_readable()
    {
        const string old = """
            {
              "program": "0.1.0", "torchSharp": "0.107.0", "runtime": ".NET 10.0.12", "system": "Linux, X64", "cores": 2, "threads": 1,
              "device": "cpu", "finished": "2026-01-31T10:04:43+00:00", "peakMemoryBytes": 449417216
            }
            """;
        using MemoryStream file = new(Encoding.UTF8.GetBytes(old));
        MadeBy madeBy = StoredJson.Read<MadeBy>(file, "made-by.json");
        Assert.Equal(("", 2, "", false), (madeBy.Processor, madeBy.Cores, madeBy.DeviceName, madeBy.Tf32));
    }

    [Fact]
    public void Checkpoints_from_before_the_device_was_recorded_were_made_on_the_processor()
    {
        const string old = """{ "epoch": 3, "step": 7, "images": 1024, "trainSeconds": 2.5, "meter": { "loss": 1, "steps": 7, "terms": [] }, "threads": 2 }""";
        using MemoryStream file = new(Encoding.UTF8.GetBytes(old));
        TrainingPosition position = StoredJson.Read<TrainingPosition>(file, "position.json");
        Assert.Equal((3, 7, 2, "cpu", null), (position.Epoch, position.Step, position.Threads, position.Device, position.Tf32));
    }

    [Fact]
    public void What_is_made_here_names_the_device_and_its_rounding()
    {
        MadeBy madeBy = MadeBy.Now(TimeProvider.System, TorchSharp.torch.CPU);
        Assert.Equal(("cpu", "", false), (madeBy.Device, madeBy.DeviceName, madeBy.Tf32));
    }

    [Fact]
    public void The_processor_is_the_first_one_that_has_a_name() =>
        Assert.Equal("Fast CPU @ 2.00GHz: new", ProcessorName.In(["processor\t: 0", "model\t\t: 25", "model name\t: Fast CPU @ 2.00GHz: new", "model name\t: other"]));

    [Fact]
    public void A_processor_may_have_no_name() => Assert.Null(ProcessorName.In(["processor\t: 0", "model name\t:", "", "Features\t: fp asimd"]));

    [Fact]
    public void This_processor_is_called_something() => Assert.NotEmpty(ProcessorName.Current);
}
