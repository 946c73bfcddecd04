using LongTail.Methods;

namespace LongTail.Tests.Runs;

public sealed class DamagedCheckpointTests(WholeRuns whole) : IDisposable
{
    readonly Workshop _workshop = new();

    public void Dispose() => _workshop.Dispose();

    [Theory]
    [InlineData("weights.safetensors"), InlineData("momentum.safetensors"), InlineData("best.safetensors"), InlineData("history.jsonl"), InlineData("position.json"), InlineData("manifest.json")]
    public void A_damaged_checkpoint_falls_back_to_the_one_before_with_a_warning_and_ends_equal(string name)
    {
        string[] checkpoints = Interrupt();
        Damage.Flip(Path.Combine(checkpoints[^1], name), -10);
        StageFiles.AssertEqual(whole.Of(new CrossEntropy()), _workshop.Run(new CrossEntropy()));
        string warning = _workshop.Watch.Warnings.Single();
        Assert.Contains(Path.Combine(checkpoints[^1], name), warning, StringComparison.Ordinal);
        Assert.Contains(checkpoints[^2], warning, StringComparison.Ordinal);
        Assert.Equal((1, 1), (_workshop.Watch.Started[^1].Start.Epoch, _workshop.Watch.Started[^1].Start.Step));
    }

    [Fact]
    public void When_no_checkpoint_is_intact_the_stage_begins_anew_with_a_warning_and_ends_equal()
    {
        foreach (string checkpoint in Interrupt()) File.Delete(Path.Combine(checkpoint, "weights.safetensors"));
        StageFiles.AssertEqual(whole.Of(new CrossEntropy()), _workshop.Run(new CrossEntropy()));
        Assert.Contains("starts from its beginning", _workshop.Watch.Warnings.Single(), StringComparison.Ordinal);
        Assert.Equal((0, 0), (_workshop.Watch.Started[^1].Start.Epoch, _workshop.Watch.Started[^1].Start.Step));
    }

    // A checkpoint after every step, stopped after the second of epoch 1: the two newest remain.
    string[] Interrupt()
    {
        _workshop.Environment = _workshop.Environment with { CheckpointInterval = TimeSpan.Zero };
        using CancellationTokenSource source = new();
        _workshop.Watch.AfterStep = progress => { if (progress is { Epoch: 1, Step: 1 }) source.Cancel(); };
        _workshop.RunUntil(_workshop.Plan(new CrossEntropy()), source.Token);
        _workshop.Watch.AfterStep = _ => { };
        string progress = Directory.EnumerateDirectories(Path.Combine(_workshop.Output, "progress")).Single();
        string[] checkpoints = [.. Directory.EnumerateDirectories(progress).Order(StringComparer.Ordinal)];
        Assert.Equal(2, checkpoints.Length);
        return checkpoints;
    }
}
