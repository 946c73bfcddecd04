using LongTail.Data;
using LongTail.Foundation;
using LongTail.Networks;
using TorchSharp;
using static TorchSharp.torch;

namespace LongTail.Benchmarks.Losses;

/// <summary>Logits of a student and of whom it learns from, ready for losses that are timed without networks; in the caller's dispose scope.</summary>
sealed class LossInputs
{
    readonly Tensor _logits, _labels, _indices;

    /// <param name="counts">Training images of each class.</param>
    /// <param name="batch">B.</param>
    public LossInputs(ClassCounts counts, int batch)
    {
        (Counts, Batch) = (counts, batch);
        _logits = randn(batch, counts.Classes).requires_grad_();
        _labels = arange(batch) % counts.Classes;
        _indices = arange(batch);
        Student = new ReadyAnswer(_logits);
        Guide = new ReadyAnswer(randn(batch, counts.Classes));
    }

    /// <summary>Training images of each class.</summary>
    public ClassCounts Counts { get; }

    /// <summary>B.</summary>
    public int Batch { get; }

    /// <summary>Answers with logits that take a gradient.</summary>
    public Network Student { get; }

    /// <summary>Answers with other logits.</summary>
    public Network Guide { get; }

    /// <summary>Training images that nobody looks at.</summary>
    public static IImageSet NoImages { get; } = new ResidentImageSet(new(1, 1, 1), new byte[1], [0], ["none"]);

    /// <summary>What the last loss asked of the student's logits, [B, C]; null before the first.</summary>
    public Tensor? Gradient => _logits.grad;

    /// <summary>A loss with its gradient; nothing it made stays.</summary>
    public void Differentiate(Func<Batch, Tensor> loss)
    {
        using DisposeScope scope = NewDisposeScope();
        _logits.grad = null;
        loss(new(zeros(Batch, 1, 1, 1), _labels, _indices)).backward();   // images of its own: teachers remember the batch they were asked about
    }
}
