using LongTail.Prediction;

namespace LongTail.Tests.Prediction;

/// <summary>What waits for a network is asked about together, and nobody waits for ever.</summary>
public sealed class QuestionQueueTests : IDisposable
{
    readonly List<int> _batches = [];
    readonly SemaphoreSlim _begun = new(0), _mayAnswer = new(0);

    public void Dispose()
    {
        _begun.Dispose();
        _mayAnswer.Dispose();
    }

    static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_waits_together_is_asked_about_together_up_to_the_most()
    {
        using QuestionQueue queue = new(Slowly, most: 3);
        Task<Classification> first = queue.Ask(Drawn(), Token);
        await _begun.WaitAsync(Token);                                            // the first is being asked about; seven line up behind it
        Task<Classification>[] behind = [.. Enumerable.Range(0, 7).Select(_ => queue.Ask(Drawn(), Token))];
        _mayAnswer.Release(10);
        await Task.WhenAll([first, .. behind]);
        Assert.Equal([1, 3, 3, 1], _batches);
    }

    [Fact]
    public async Task A_fault_reaches_all_that_were_asked_about_together_and_the_next_is_answered()
    {
        bool fails = true;
        using QuestionQueue queue = new(together => fails ? throw new InvalidOperationException("no answer") : Answers(together), most: 8);
        Task<Classification>[] asked = [.. Enumerable.Range(0, 4).Select(_ => queue.Ask(Drawn(), Token))];
        foreach (Task<Classification> question in asked)
            Assert.Equal("no answer", (await Assert.ThrowsAsync<InvalidOperationException>(() => question)).Message);
        fails = false;
        Assert.Equal(1, (await queue.Ask(Drawn(), Token)).Best.Label);
    }

    [Fact]
    public async Task Who_gives_up_waiting_is_let_go_at_once_and_not_asked_about()
    {
        using QuestionQueue queue = new(Slowly, most: 3);
        using CancellationTokenSource patience = new();
        Task<Classification> first = queue.Ask(Drawn(), Token);
        await _begun.WaitAsync(Token);
        Task<Classification> impatient = queue.Ask(Drawn(), patience.Token), patient = queue.Ask(Drawn(), Token);
        await patience.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => impatient);
        Assert.False(first.IsCompleted);
        _mayAnswer.Release(10);
        await Task.WhenAll(first, patient);
        Assert.Equal([1, 1], _batches);
    }

    [Fact]
    public async Task Its_end_answers_what_waits_and_takes_nothing_more()
    {
        QuestionQueue queue = new(Answers, most: 2);
        Task<Classification>[] asked = [.. Enumerable.Range(0, 5).Select(_ => queue.Ask(Drawn(), Token))];
        queue.Dispose();
        Assert.Equal(5, (await Task.WhenAll(asked)).Length);
        await Assert.ThrowsAsync<ObjectDisposedException>(() => queue.Ask(Drawn(), Token));
    }

    Classification[] Slowly(IReadOnlyList<DrawnPictures> together)
    {
        _batches.Add(together.Count);
        _begun.Release();
        _mayAnswer.Wait(Token);
        return Answers(together);
    }

    static Classification[] Answers(IReadOnlyList<DrawnPictures> together) => [.. together.Select(_ => new Classification(["a", "b"], [0.25f, 0.75f]))];

    static DrawnPictures Drawn() => new(new(new() { Size = 8, ShorterSide = 8 }, 1), 1);
}
