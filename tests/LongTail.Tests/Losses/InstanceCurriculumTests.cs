using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Nodes;
using LongTail.Losses;
using LongTail.Tests.Golden;
using static TorchSharp.torch;

namespace LongTail.Tests.Losses;

public class InstanceCurriculumTests
{
    [Fact]
    public void First_weights_equal_the_reference()
    {
        JsonNode golden = GoldenFile.Read("lfme.json");
        double[] floors = new double[7];
        for (int place = 0; place < 3; place++)
            foreach (JsonNode? label in golden["groups"]![place]!.AsArray()) floors[(int)label!] = (double)golden["floors"]![place]!;
        double[] found = InstanceCurriculum.FirstWeights(golden["confidence"].Deserialize<double[]>()!, [.. golden["labels"].Deserialize<int[]>()!], floors);
        TensorAssert.Close(golden["first_weights"]!.Vector(), tensor(found), 1e-12, 0);
    }

    [Fact]
    public void Later_weights_equal_the_reference()
    {
        JsonNode golden = GoldenFile.Read("lfme.json");
        foreach (JsonNode? step in golden["steps"]!.AsArray())
        {
            double pace = (double)step!["epoch"]! / ((double)step["epochs"]! / 2);
            if ((bool)step["clipped"]!) pace = Math.Min(1, pace);
            TensorAssert.Close(step["image_weights"]!.Vector(), InstanceCurriculum.WeightsAt(golden["first_weights"]!.Vector(), pace), 1e-12, 0);
        }
    }

    // By class: three images between 0.2 and 0.6; two that are equally hard; one alone.
    [Fact]
    public void Confidence_is_spread_over_floor_to_one_within_each_class_and_equal_confidences_weigh_one()
    {
        double[] confidence = [0.2, 0.6, 0.3, 0.9, 0.9, 0.1];
        ImmutableArray<int> labels = [0, 0, 0, 1, 1, 3];
        double[] weights = InstanceCurriculum.FirstWeights(confidence, labels, [0.5, 0.1, 0.1, 0.1]);
        Assert.Equal([0.5, 1, 0.625, 1, 1, 1], weights.Select(weight => Math.Round(weight, 12)));
    }

    [Fact]
    public void A_floor_of_one_leaves_all_images_alike() =>
        Assert.Equal([1, 1, 1], InstanceCurriculum.FirstWeights([0.1, 0.7, 0.4], [0, 0, 0], [1]));

    [Fact]
    public void At_the_start_they_are_the_first_and_at_the_end_exactly_one()
    {
        using var scope = NewDisposeScope();
        Tensor first = tensor((float[])[0.05f, 0.3f, 0.77f, 1]);
        TensorAssert.Close(first, InstanceCurriculum.WeightsAt(first, 0), 1e-7, 0);
        TensorAssert.Close(ones(4), InstanceCurriculum.WeightsAt(first, 1), 0, 0);
        TensorAssert.Close(tensor((float[])[1.95f, 1.7f, 1.23f, 1]), InstanceCurriculum.WeightsAt(first, 2), 1e-6, 0);
    }
}
