using System.Collections.Immutable;
using LongTail.Results;
using LongTail.Stages;
using LongTail.Training;
using TorchSharp;
using static TorchSharp.torch;

namespace LongTail.Tests.Training;

public sealed class LossMeterTests : IDisposable
{
    readonly DisposeScope _scope = NewDisposeScope();
    readonly LossMeter _meter = new(CPU);

    public void Dispose()
    {
        _meter.Dispose();
        _scope.Dispose();
    }

    [Fact]
    public void Means_are_over_all_steps_however_often_one_looked()
    {
        foreach (int step in Enumerable.Range(1, 100))
        {
            Add(step, ("ce", 2 * step), ("kd", -step));
            if (_meter.Unread == LossMeter.Window || step == 7) Assert.Null(_meter.FirstNotFinite());
        }
        Assert.Null(_meter.FirstNotFinite());
        (double loss, ImmutableArray<LossTermMean> terms) = _meter.Means();
        Assert.Equal(50.5, loss);
        Assert.Equal([new("ce", 101), new("kd", -50.5)], terms);
    }

    [Theory]
    [InlineData(float.NaN), InlineData(float.PositiveInfinity), InlineData(float.NegativeInfinity)]
    public void The_first_loss_that_is_not_finite_is_told_with_its_distance(float bad)
    {
        Add(1);
        Add(bad);
        Add(2);
        Add(float.NaN);
        Assert.Equal((3, (double)bad), _meter.FirstNotFinite());
    }

    [Fact]
    public void What_was_looked_at_is_not_looked_at_again()
    {
        Add(1);
        Assert.Null(_meter.FirstNotFinite());
        Assert.Equal(0, _meter.Unread);
        Add(float.NaN);
        Assert.Equal(1, _meter.FirstNotFinite()!.Value.StepsAgo);
    }

    [Fact]
    public void A_new_epoch_starts_from_nothing()
    {
        Add(5, ("ce", 5));
        _meter.FirstNotFinite();
        _meter.Restart(MeterState.Empty);
        Add(1, ("ce", 3));
        _meter.FirstNotFinite();
        Assert.Equal(1, _meter.Means().Loss);
        Assert.Equal([new("ce", 3)], _meter.Means().Terms);
    }

    [Fact]
    public void Another_meter_goes_on_from_its_state_to_the_last_bit()
    {
        using LossMeter whole = new(CPU), second = new(CPU);
        double[] losses = [.. Enumerable.Range(0, 40).Select(step => Math.Sin(step) / 3)];
        foreach (double loss in losses[..17]) Add(_meter, loss, ("ce", loss));
        _meter.FirstNotFinite();
        second.Restart(_meter.State);
        foreach (double loss in losses[17..]) Add(second, loss, ("ce", loss));
        foreach (double loss in losses[..20]) Add(whole, loss, ("ce", loss));
        whole.FirstNotFinite();
        foreach (double loss in losses[20..]) Add(whole, loss, ("ce", loss));
        second.FirstNotFinite();
        whole.FirstNotFinite();
        Assert.Equal(whole.Means().Loss, second.Means().Loss);
        Assert.Equal(whole.Means().Terms, second.Means().Terms);
    }

    [Fact]
    public void It_keeps_no_tensor_of_a_step_and_frees_its_own()
    {
        long before = DisposeScopeManager.Statistics.ThreadTotalLiveCount;
        using (LossMeter meter = new(CPU))
            for (int step = 0; step < 50; step++)
            {
                using DisposeScope scope = NewDisposeScope();
                Add(meter, step, ("ce", step));
                if (meter.Unread == LossMeter.Window) meter.FirstNotFinite();
            }
        Assert.Equal(before, DisposeScopeManager.Statistics.ThreadTotalLiveCount);
    }

    void Add(double loss, params (string Name, double Value)[] terms) => Add(_meter, loss, terms);

    static void Add(LossMeter meter, double loss, params (string Name, double Value)[] terms) =>
        meter.Add(new(tensor((float)loss), [.. terms.Select(term => new LossTerm(term.Name, tensor((float)term.Value)))]));
}
