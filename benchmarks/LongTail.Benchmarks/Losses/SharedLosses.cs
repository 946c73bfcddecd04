using System.Collections.Immutable;
using LongTail.Data;
using LongTail.Losses;
using static TorchSharp.torch;

namespace LongTail.Benchmarks.Losses;

/// <summary>What methods with networks of their own add to cross-entropy in each step, the networks left out.</summary>
static class SharedLosses
{
    const int Features = 64, Temperature = 2;
    const double Margin = 10, RepulsionWeight = 0.01;

    /// <summary>BBN, LFME and OLTR.</summary>
    public static ImmutableArray<string> Names { get; } = ["bbn", "lfme", "oltr"];

    /// <summary>One step of the loss, backward pass included.</summary>
    public static Action Of(string method, LossInputs inputs)
    {
        Func<Batch, Tensor> loss = method switch
        {
            "bbn" => batch => Mixed(inputs, batch.Labels),
            "lfme" => OfExperts(inputs),
            "oltr" => OfCentroids(inputs),
            _ => throw new ArgumentException($"Found {method}, expected one of {string.Join(", ", Names)}.", nameof(method)),
        };
        return () => inputs.Differentiate(loss);
    }

    // The two branches' labels, of which one stands for both here.
    static Tensor Mixed(LossInputs inputs, Tensor labels)
    {
        Tensor logits = inputs.Student.forward(labels);
        return 0.5 * nn.functional.cross_entropy(logits, labels) + 0.5 * nn.functional.cross_entropy(logits, labels);
    }

    // Cross-entropy and a third of the classes from each of three experts.
    static Func<Batch, Tensor> OfExperts(LossInputs inputs)
    {
        int classes = inputs.Counts.Classes, third = Math.Max(1, classes / 3);
        Tensor[] groups = [.. Enumerable.Range(0, classes).Chunk(third).Take(3).Select(group => tensor(group.Select(label => (long)label).ToArray()))];
        Tensor[] beliefs = [.. groups.Select(group => rand(inputs.Batch, group.size(0)))];
        Tensor weights = rand(inputs.Batch);
        return batch =>
        {
            Tensor logits = inputs.Student.forward(batch.Images), loss = (weights * nn.functional.cross_entropy(logits, batch.Labels, reduction: nn.Reduction.None)).mean();
            for (int group = 0; group < groups.Length; group++) loss += (weights * ExpertDistillation.Within(logits, beliefs[group], groups[group], Temperature)).mean();
            return loss;
        };
    }

    static Func<Batch, Tensor> OfCentroids(LossInputs inputs)
    {
        Tensor features = rand(inputs.Batch, Features).requires_grad_(), centroids = rand(inputs.Counts.Classes, Features).requires_grad_();
        return batch =>
        {
            features.grad = centroids.grad = null;
            Tensor attraction = ClassCentroids.Attraction(features, batch.Labels, centroids.detach()).mean(), repulsion = ClassCentroids.Repulsion(features, batch.Labels, centroids, Margin);
            return nn.functional.cross_entropy(inputs.Student.forward(batch.Images), batch.Labels) + RepulsionWeight * (attraction + RepulsionWeight * repulsion) + ClassCentroids.Pull(features, batch.Labels, centroids);
        };
    }
}
