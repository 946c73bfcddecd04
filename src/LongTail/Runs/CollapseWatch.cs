using LongTail.Results;

namespace LongTail.Runs;

/// <summary>Notices a network that calls everything by one name while its loss stays finite: training goes on, but to no end.</summary>
/// <param name="classNames">By label.</param>
/// <param name="warn">Told once per stage.</param>
sealed class CollapseWatch(IReadOnlyList<string> classNames, Action<string> warn)
{
    const double Nearly = 0.99;
    const int Evaluations = 2;

    int _inARow;
    bool _warned;

    /// <summary>Looks at an evaluation; warns at the second in a row in which nearly all images got one class, and at the last one if it did.</summary>
    /// <param name="predictions">On the test set.</param>
    /// <param name="isLast">No other evaluation follows.</param>
    public void Look(Predictions predictions, bool isLast)
    {
        if (predictions.Classes < 2 || predictions.Predicted.IsEmpty) return;   // an expert may have no image to be measured on
        IGrouping<int, int> favourite = predictions.Predicted.GroupBy(label => label).MaxBy(group => group.Count())!;
        _inARow = favourite.Count() >= Nearly * predictions.Predicted.Length ? _inARow + 1 : 0;
        if (_warned || !(_inARow == Evaluations || (isLast && _inARow > 0))) return;
        _warned = true;
        warn($"{(_inARow == Evaluations ? $"{Evaluations} evaluations in a row" : "After the last epoch")}, the network called nearly every test image \"{classNames[favourite.Key]}\". Lower optimizer.learningRate, give it a longer optimizer.warmup, or train for more epochs.");
    }
}
