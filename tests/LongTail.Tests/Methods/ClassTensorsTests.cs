using System.Collections.Immutable;
using LongTail.Data;
using LongTail.Methods;
using LongTail.Networks;
using LongTail.Stages;
using static TorchSharp.torch;

namespace LongTail.Tests.Methods;

public sealed class ClassTensorsTests
{
    [Theory, InlineData(0, 0, 0), InlineData(1, -1, 2), InlineData(1, double.NaN, 2), InlineData(1, double.PositiveInfinity, 2)]
    public void Weights_that_say_nothing_are_refused(double first, double second, double third)
    {
        using Network network = new CifarResNet { Depth = 8, Width = 2 }.Build(1, 3, new(0));
        StageContext context = new() { Network = network, Teachers = [], Counts = new(3, 2, 1), TrainingImages = Images, PlainBatches = () => [], Device = CPU, Seed = new(0) };
        string message = Assert.Throws<ArgumentException>(() => context.OfWeights([first, second, third])).Message;
        Assert.StartsWith("Found class weights from", message, StringComparison.Ordinal);
        using var scope = NewDisposeScope();
        Assert.Equal([0, 1, 2], context.OfWeights([0, 1, 2]).data<float>().ToArray());
    }

    static ResidentImageSet Images => new(new(1, 1, 1), new byte[3], ImmutableArray.Create(0, 1, 2), ["a", "b", "c"]);
}
