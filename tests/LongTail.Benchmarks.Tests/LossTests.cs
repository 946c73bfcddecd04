using LongTail.Benchmarks.Growth;
using LongTail.Benchmarks.Losses;
using LongTail.Methods;
using static TorchSharp.torch;

namespace LongTail.Benchmarks.Tests;

public sealed class LossTests
{
    public static TheoryData<string> All => [.. MethodLosses.Names, .. SharedLosses.Names];

    // Of the others the loss is that of one before them, in the last stage: cross-entropy, or logit adjustment.
    [Fact]
    public void Every_loss_of_the_catalog_is_timed()
    {
        string[] alike = ["crt", "bkd-crt", "ce-drs", "lws", "kd-la", "tau-norm", "ncm", "la-post-hoc"];
        Assert.Equal(MethodCatalog.All.Select(entry => entry.Name).Except(alike).Order(), MethodLosses.Names.Concat(SharedLosses.Names).Order());
    }

    [Theory, MemberData(nameof(All))]
    public void A_loss_gives_the_logits_a_gradient_and_leaves_nothing_behind(string method)
    {
        using var scope = NewDisposeScope();
        LossInputs inputs = new(LongTails.Of(classes: 20, images: 2000), batch: 32);
        Action step = SharedLosses.Names.Contains(method) ? SharedLosses.Of(method, inputs) : MethodLosses.Of(method, inputs);
        step();
        long live = TorchSharp.DisposeScopeManager.Statistics.ThreadTotalLiveCount;
        step();
        Assert.Equal(live, TorchSharp.DisposeScopeManager.Statistics.ThreadTotalLiveCount);
        using Tensor gradient = inputs.Gradient!.abs().sum();
        Assert.True(gradient.item<float>() is > 0 and < float.PositiveInfinity);
    }
}
