using LongTail.Data;
using LongTail.Foundation;
using LongTail.Methods;
using LongTail.Stages;
using LongTail.Tests.Stages;
using LongTail.Tests.Training;
using TorchSharp;
using static TorchSharp.torch;

namespace LongTail.Tests.Methods;

/// <summary>Losses of images that have two labels.</summary>
public sealed class MixedLabelTests : IDisposable
{
    const int Epochs = 10;

    static readonly ClassCounts Counts = new(90, 30, 7);
    static readonly long[] Own = [0, 2, 1, 0], Others = [2, 1, 0, 1];

    readonly DisposeScope _scope = NewDisposeScope();

    public void Dispose() => _scope.Dispose();

    public static TheoryData<string> Taking => [.. MethodCatalog.All.Where(entry => Of(entry.Name).Objective.TakesMixedLabels).Select(entry => entry.Name)];

    [Fact]
    public void Methods_of_one_loss_over_labels_take_them() => Assert.Equal(
        ["ce", "kd", "cb", "focal", "cb-focal", "ldam-drw", "la", "crt", "bkd", "bkd-crt", "ce-drw", "ce-drs", "balanced-softmax", "lws", "kd-la-teacher", "dive", "ltkd"],
        Taking.Select(row => row.Data));

    // Whatever does not depend on labels, such as the distance from a teacher, is the same for both, and so is its blend.
    [Theory, MemberData(nameof(Taking))]
    public void The_loss_is_that_of_both_labels_by_their_shares_and_so_is_its_gradient(string method)
    {
        foreach (int epoch in new[] { 0, Epochs - 1 })
        {
            (StepOutput own, Tensor ofOwn) = Step(method, Own, epoch);
            (StepOutput other, Tensor ofOther) = Step(method, Others, epoch);
            (StepOutput mixed, Tensor ofMixed) = Step(method, Own, epoch, new(tensor(Others), 0.3));
            Assert.NotEqual(own.Loss.item<double>(), other.Loss.item<double>());
            Assert.Equal(0.3 * own.Loss.item<double>() + 0.7 * other.Loss.item<double>(), mixed.Loss.item<double>(), 1e-9);
            Assert.True((0.3 * ofOwn + 0.7 * ofOther - ofMixed).abs().max().item<double>() < 1e-9);
            Assert.Equal(own.Loss.item<double>(), Step(method, Own, epoch, new(tensor(Others), 1)).Output.Loss.item<double>(), 1e-12);
        }
    }

    [Theory, MemberData(nameof(Taking))]
    public void It_trains_on_mixed_images(string method)
    {
        foreach (MixingKind kind in Enum.GetValues<MixingKind>())
        {
            Stage stage = Toy.Stage(Fitting.Of(method, Toy.Train.Counts), 2);
            Stage mixed = stage with { Augmentation = stage.Augmentation with { Mixing = new() { Kind = kind } } };
            using ToyTraining first = new ToyTraining(mixed).Train(), again = new ToyTraining(mixed).Train(), plain = new ToyTraining(stage).Train();
            Assert.All(first.Epochs, epoch => Assert.True(double.IsFinite(epoch.Loss)));
            Assert.Equal(first.Weights(), again.Weights());
            Assert.NotEqual(plain.Weights(), first.Weights());
        }
    }

    static (StepOutput Output, Tensor Gradient) Step(string method, long[] labels, int epoch, LabelMix? mix = null)
    {
        Stage stage = Of(method);
        Tensor logits = tensor(new[] { 1.0, 0.5, -0.2, 0.1, -0.9, 0.4, 2, 1, 0, -0.3, -0.1, 0.8 }, [4, 3]);
        return stage.Teachers.IsEmpty ? GivenLogits.Step(stage.Objective, Counts, logits, labels, epoch, mix)
            : GivenBoth.Step(stage.Objective, Counts, logits, logits.flip(0) * 2, labels, epoch, mix);
    }

    static Stage Of(string method) => Fitting.Of(method, Counts).Plan(PaperRecipe.Of(Fitting.Of(method, Counts)) with { Epochs = Epochs });
}
