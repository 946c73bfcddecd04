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
        Assert.Equal(("", 2), (madeBy.Processor, madeBy.Cores));
    }

    [Fact]
    public void The_processor_is_the_first_one_that_has_a_name() =>
        Assert.Equal("Fast CPU @ 2.00GHz: new", ProcessorName.In(["processor\t: 0", "model\t\t: 25", "model name\t: Fast CPU @ 2.00GHz: new", "model name\t: other"]));

    [Fact]
    public void A_processor_may_have_no_name() => Assert.Null(ProcessorName.In(["processor\t: 0", "model name\t:", "", "Features\t: fp asimd"]));

    [Fact]
    public void This_processor_is_called_something() => Assert.NotEmpty(ProcessorName.Current);
}
