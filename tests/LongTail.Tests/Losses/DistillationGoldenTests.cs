using System.Text.Json.Nodes;
using LongTail.Foundation;
using LongTail.Losses;
using LongTail.Tests.Golden;
using static TorchSharp.torch;

namespace LongTail.Tests.Losses;

public class DistillationGoldenTests
{
    public static TheoryData<string> Cases => ["small", "waves"];

    [Theory, MemberData(nameof(Cases))]
    public void Weights_by_effective_number_equal_the_reference(string name)
    {
        JsonNode golden = Golden(name);
        double[] weights = EffectiveNumber.Weights(Counts(golden), (double)golden["beta"]!);
        TensorAssert.Close(golden["class_weights"]!.Vector(), tensor(weights), 0, 1e-14);
    }

    [Theory, MemberData(nameof(Cases))]
    public void Cross_entropy_plus_plain_distillation_equals_the_reference(string name)
    {
        JsonNode golden = Golden(name);
        Check(golden, golden["kd"]!, (student, teacher) => Distillation.Plain(student, teacher, (double)golden["temperature"]!));
    }

    [Theory, MemberData(nameof(Cases))]
    public void Cross_entropy_plus_balanced_distillation_equals_the_reference(string name)
    {
        JsonNode golden = Golden(name);
        Tensor weights = tensor(EffectiveNumber.Weights(Counts(golden), (double)golden["beta"]!));
        Check(golden, golden["bkd"]!, (student, teacher) => Distillation.Balanced(student, teacher, weights, (double)golden["temperature"]!));
    }

    // methods.md section 7, independent of PyTorch: computed with Python's math alone.
    [Fact]
    public void Balanced_distillation_equals_the_values_computed_by_hand()
    {
        JsonNode golden = Golden("small");
        Tensor student = golden["student"]!.Matrix(), teacher = golden["teacher"]!.Matrix();
        Tensor weights = tensor(EffectiveNumber.Weights(Counts(golden), 0.9999));
        Assert.Equal(1.5420452103053, Distillation.Balanced(student, teacher, weights, 2).mean().item<double>(), 1e-9);
        Assert.Equal(4 * 0.0389792910243, Distillation.Plain(student, teacher, 2).mean().item<double>(), 1e-9);
    }

    static void Check(JsonNode golden, JsonNode expected, Func<Tensor, Tensor, Tensor> distance)
    {
        using var scope = NewDisposeScope();
        Tensor student = golden["student"]!.Matrix().requires_grad_();
        Tensor teacher = golden["teacher"]!.Matrix().requires_grad_();
        Tensor labels = tensor(golden["labels"]!.AsArray().Select(label => (long)label!).ToArray());
        Tensor perImage = distance(student, teacher);
        Tensor total = nn.functional.cross_entropy(student, labels) + perImage.mean();
        total.backward();
        TensorAssert.Close(expected["per_sample"]!.Vector(), perImage, 1e-12, 1e-12);
        Assert.Equal((double)expected["distillation"]!, perImage.mean().item<double>(), 1e-9);
        Assert.Equal((double)expected["total"]!, total.item<double>(), 1e-9);
        TensorAssert.Close(expected["gradient"]!.Matrix(), student.grad!, 1e-9, 0);
        Assert.Null(teacher.grad);
    }

    static JsonNode Golden(string name) => GoldenFile.Read("losses.json")["cases"]![name]!;

    static ClassCounts Counts(JsonNode golden) => new([.. golden["counts"]!.AsArray().Select(count => (int)count!)]);
}
