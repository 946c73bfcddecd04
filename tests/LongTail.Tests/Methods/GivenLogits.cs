using LongTail.Data;
using LongTail.Foundation;
using LongTail.Networks;
using LongTail.Stages;
using static TorchSharp.torch;

namespace LongTail.Tests.Methods;

/// <summary>A network whose logits are its images: what an objective computes can be held to golden values.</summary>
sealed class GivenLogits() : Network("given")
{
    public override Tensor Features(Tensor images) => images;

    public override Tensor Classify(Tensor features) => features;

    /// <summary>One step's loss and its gradient with respect to the logits.</summary>
    /// <param name="objective">Without teachers.</param>
    /// <param name="counts">Training images per class.</param>
    /// <param name="logits">[B, C].</param>
    /// <param name="labels">[B].</param>
    /// <param name="epoch">0-based, of 10.</param>
    /// <param name="mix">Second labels; null for none.</param>
    public static (StepOutput Output, Tensor Gradient) Step(Objective objective, ClassCounts counts, Tensor logits, long[] labels, int epoch = 0, LabelMix? mix = null)
    {
        Tensor images = logits.detach().clone().requires_grad_();
        StageContext context = new()
        {
            Network = new GivenLogits(),
            Teachers = [],
            Counts = counts,
            TrainingImages = Toy.Train,
            PlainBatches = () => [],
            Device = CPU,
            Seed = new(0),
        };
        StepOutput output = objective.Bind(context)(new Batch(images, tensor(labels), arange(labels.Length)) { Mix = mix }, new(epoch, 10, 0, 1, null));
        output.Loss.backward();
        return (output, images.grad!);
    }
}
