using System.Collections.Concurrent;

namespace LongTail.Prediction;

/// <summary>Pictures that wait for a network, and the one thread that asks it about all that wait together.</summary>
/// <remarks>One thread, since libtorch's OpenMP keeps a team of threads for each that computes: a service answers on many.</remarks>
sealed class QuestionQueue : IDisposable
{
    readonly BlockingCollection<Question> _waiting = [];
    readonly Func<IReadOnlyList<DrawnPictures>, Classification[]> _ask;
    readonly int _most;
    readonly Thread _thread;

    /// <param name="ask">Answers pictures that are drawn one each, in their order.</param>
    /// <param name="most">Pictures that are asked about at once.</param>
    public QuestionQueue(Func<IReadOnlyList<DrawnPictures>, Classification[]> ask, int most)
    {
        (_ask, _most) = (ask, most);
        _thread = new(Work) { IsBackground = true, Name = "classifier" };
        _thread.Start();
    }

    /// <summary>Lines up.</summary>
    /// <exception cref="ObjectDisposedException">Nobody answers any more.</exception>
    public Task<Classification> Ask(DrawnPictures drawn, CancellationToken cancellation)
    {
        Question question = new(drawn, new(TaskCreationOptions.RunContinuationsAsynchronously), cancellation);
        try
        {
            _waiting.Add(question, CancellationToken.None);
        }
        catch (InvalidOperationException)
        {
            throw new ObjectDisposedException(nameof(Classifier));
        }
        return question.Answer.Task.WaitAsync(cancellation);
    }

    /// <summary>Answers what waits, and ends.</summary>
    public void Dispose()
    {
        _waiting.CompleteAdding();
        _thread.Join();
        _waiting.Dispose();
    }

    void Work()
    {
        foreach (Question first in _waiting.GetConsumingEnumerable())
        {
            List<Question> together = [first];
            while (together.Count < _most && _waiting.TryTake(out Question? next)) together.Add(next);
            Answer([.. together.Where(question => !question.Cancellation.IsCancellationRequested)]);
        }
    }

    void Answer(Question[] questions)
    {
        if (questions.Length == 0) return;
        try
        {
            foreach ((Question question, Classification answer) in questions.Zip(_ask([.. questions.Select(question => question.Drawn)]))) question.Answer.SetResult(answer);
        }
        catch (Exception fault)
        {
            foreach (Question question in questions) question.Answer.TrySetException(fault);
        }
    }

    sealed record Question(DrawnPictures Drawn, TaskCompletionSource<Classification> Answer, CancellationToken Cancellation);
}
