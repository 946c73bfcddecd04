using System.Collections.Immutable;
using LongTail.Data;
using LongTail.Losses;
using LongTail.Stages;
using TorchSharp;
using static TorchSharp.torch;

namespace LongTail.Methods;

/// <summary>What the experts say about the training images, asked once before the first step: the only numbers that LFME reads back.</summary>
sealed class ExpertBelief
{
    readonly (int Expert, int Place)[] _placeOf;      // [C]; -1 for the classes of no expert
    readonly double[] _confidence;                    // [N]
    readonly int[] _images, _right;                   // [C]

    /// <summary>Asks each expert about the images of its classes, as they are.</summary>
    /// <param name="context">Of the student; its teachers are the experts.</param>
    /// <param name="groups">The labels of each expert's classes.</param>
    public ExpertBelief(StageContext context, ImmutableArray<ImmutableArray<int>> groups)
    {
        int classes = context.Counts.Classes;
        (_images, _right, _confidence) = (new int[classes], new int[classes], new double[context.TrainingImages.Count]);
        _placeOf = [.. Enumerable.Repeat((-1, 0), classes)];
        foreach ((int expert, ImmutableArray<int> labels) in groups.Index())
            foreach ((int place, int label) in labels.Index()) _placeOf[label] = (expert, place);

        using DisposeScope pass = NewDisposeScope();                              // the images die with it
        using IEnumerator<Batch> batches = context.PlainBatches().GetEnumerator();
        for (int first = 0; Ask(context, batches, first) is var asked and > 0; first += asked) { }
    }

    /// <summary>Weight of each image at the start of the curriculum, [N]. An image without an expert weighs 1.</summary>
    /// <param name="labels">Of the training images.</param>
    /// <param name="floors">Weight of the hardest image of each expert's classes.</param>
    public double[] FirstWeights(ImmutableArray<int> labels, ImmutableArray<double> floors) =>
        InstanceCurriculum.FirstWeights(_confidence, labels, [.. _placeOf.Select(at => at.Expert < 0 ? 1 : floors[at.Expert])]);

    /// <summary>An expert's accuracy on the training images of its classes: the mean over these classes.</summary>
    public double AccuracyOn(ImmutableArray<int> labels) => labels.Average(label => (double)_right[label] / _images[label]);

    // Images in the batch; 0 after the last.
    int Ask(StageContext context, IEnumerator<Batch> batches, int first)
    {
        using DisposeScope scope = NewDisposeScope();
        if (!batches.MoveNext()) return 0;
        Tensor images = batches.Current.Images;
        (double[] Belief, long[] Top)[] answers = [.. context.Teachers.Select(expert => Read(expert.Network.Logits(images)))];
        int asked = (int)images.size(0);
        for (int row = 0; row < asked; row++)
        {
            int label = context.TrainingImages.Labels[first + row];
            (int expert, int place) = _placeOf[label];
            if (expert < 0) continue;
            (double[] belief, long[] top) = answers[expert];
            _confidence[first + row] = belief[row * (belief.Length / asked) + place];
            _images[label]++;
            if (top[row] == place) _right[label]++;
        }
        return asked;
    }

    static (double[] Belief, long[] Top) Read(Tensor logits) =>
        ([.. logits.cpu().to(float64).softmax(1).data<double>()], [.. logits.argmax(1).cpu().data<long>()]);
}
