using LongTail.Data;
using LongTail.Foundation;
using LongTail.Networks;
using LongTail.Stages;
using static TorchSharp.torch;

namespace LongTail.Tests.Methods;

/// <summary>A student and a teacher whose logits are the two halves of an image: what a distilling objective computes can be held to golden values.</summary>
sealed class GivenBoth(bool teacher) : Network("given")
{
    public override Tensor Features(Tensor images) => images.flatten(1).chunk(2, 1)[teacher ? 1 : 0];

    public override Tensor Classify(Tensor features) => features;

    /// <summary>One step's loss and its gradient with respect to the student's logits.</summary>
    /// <param name="objective">With one teacher.</param>
    /// <param name="counts">Training images per class.</param>
    /// <param name="student">Logits, [B, C].</param>
    /// <param name="guide">The teacher's, [B, C].</param>
    /// <param name="labels">[B].</param>
    /// <param name="epoch">0-based, of 10.</param>
    /// <param name="mix">Second labels; null for none.</param>
    public static (StepOutput Output, Tensor Gradient) Step(Objective objective, ClassCounts counts, Tensor student, Tensor guide, long[] labels, int epoch = 0, LabelMix? mix = null)
    {
        Tensor images = cat([student, guide], 1).detach().unsqueeze(2).unsqueeze(3).requires_grad_();   // [B, 2 C, 1, 1]
        StageContext context = new()
        {
            Network = new GivenBoth(teacher: false),
            Teachers = [new(new(new GivenBoth(teacher: true)))],
            Counts = counts,
            TrainingImages = Toy.Train,
            PlainBatches = () => [],
            Device = CPU,
            Seed = new(0),
        };
        StepOutput output = objective.Bind(context)(new Batch(images, tensor(labels), arange(labels.Length)) { Mix = mix }, new(epoch, 10, 0, 1, null));
        output.Loss.backward();
        return (output, images.grad!.flatten(1).chunk(2, 1)[0]);
    }
}
