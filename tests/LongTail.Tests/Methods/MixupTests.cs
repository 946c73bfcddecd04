using LongTail.Foundation;
using LongTail.Methods;
using LongTail.Networks;
using LongTail.Stages;
using TorchSharp;
using static TorchSharp.torch;

namespace LongTail.Tests.Methods;

public sealed class MixupTests : IDisposable
{
    static readonly long[] _one = [1], _twice = [1, 1];

    readonly DisposeScope _scope = NewDisposeScope();

    public void Dispose() => _scope.Dispose();

    [Theory]
    [InlineData(1.0)]
    [InlineData(0.5)]
    [InlineData(0.2)]
    public void Shares_have_the_moments_of_the_beta_distribution(double alpha)
    {
        const int draws = 20_000;
        CounterRandom random = new Seed(3).For("beta");
        double[] shares = [.. Enumerable.Range(0, draws).Select(i => random.Symmetric((ulong)i, alpha))];
        Assert.All(shares, share => Assert.InRange(share, 0, 1));
        double variance = 1 / (4 * (2 * alpha + 1));                             // of Beta(alpha, alpha), whose mean is a half
        Assert.Equal(0.5, shares.Average(), 5 * Math.Sqrt(variance / draws));
        Assert.Equal(variance, shares.Average(share => (share - 0.5) * (share - 0.5)), 0.02 * variance);
        Assert.Equal(shares, Enumerable.Range(0, draws).Select(i => random.Symmetric((ulong)i, alpha)));
    }

    [Fact]
    public void Tiny_alphas_give_shares_near_the_ends_and_no_failure()
    {
        CounterRandom random = new Seed(3).For("beta");
        Assert.All(Enumerable.Range(0, 1000), i => Assert.True(random.Symmetric((ulong)i, 0.001) is >= 0 and <= 1));
        Assert.True(Enumerable.Range(0, 1000).Count(i => random.Symmetric((ulong)i, 0.001) is < 0.001 or > 0.999) > 950);
        Assert.Throws<ArgumentOutOfRangeException>(() => random.Symmetric(0, 0));
    }

    [Fact]
    public void The_loss_is_the_blend_of_both_labels_losses_on_the_blended_images()
    {
        // One image can only be blended with itself: what is left is cross-entropy.
        Tensor logits = tensor(new[] { 1.0, 0.5, -0.2 }, [1, 3]);
        double expected = nn.functional.cross_entropy(logits, tensor(_one)).item<double>();
        Assert.Equal(expected, GivenLogits.Step(new Mixup.Loss(1), new(9, 5, 2), logits, [1]).Output.Loss.item<double>(), 1e-12);

        // Equal labels: the cross-entropy of blended logits, whatever the share; it is convex, so never above the mean.
        Tensor two = tensor(new[] { 3.0, -1, 0, -2, 1, 0.5 }, [2, 3]);
        double blended = GivenLogits.Step(new Mixup.Loss(1), new(9, 5, 2), two, [1, 1]).Output.Loss.item<double>();
        Assert.InRange(blended, 0, nn.functional.cross_entropy(two, tensor(_twice)).item<double>() + 1e-12);
    }

    // Images are the unit vectors, so what the network sees spells out share and partner of each.
    [Theory]
    [InlineData(0), InlineData(1), InlineData(2), InlineData(3)]
    public void Labels_are_blended_as_the_images_were_which_stay_as_they_are(int step)
    {
        const int images = 7;
        Tensor given = eye(images, dtype: float64), labels = tensor((long[])[0, 1, 2, 3, 4, 5, 6]);
        Recording network = new();
        StageContext context = new() { Network = network, Teachers = [], Counts = new(1, 1, 1, 1, 1, 1, 1), TrainingImages = Toy.Train, PlainBatches = () => [], Device = CPU, Seed = new(0) };
        double loss = new Mixup.Loss(1).Bind(context)(new(given, labels, arange(images)), new(0, 10, step, 4, null)).Loss.item<double>();

        Tensor seen = network.Seen!, others = (seen - seen.diag().diag()).argmax(1), alone = seen.diag() > 1 - 1e-12;
        others = where(alone, labels, others);
        double share = seen.diag()[(long)alone.logical_not().to(int64).argmax().item<long>()].item<double>();
        Tensor own = nn.functional.cross_entropy(seen, labels), other = nn.functional.cross_entropy(seen, others);
        TensorAssert.Close(share * given + (1 - share) * given[others], seen, 1e-12, 0);
        Assert.Equal((share * own + (1 - share) * other).item<double>(), loss, 1e-12);
        Assert.Equal(Enumerable.Range(0, images).Select(image => (long)image), others.data<long>().Order());
        TensorAssert.Close(eye(images, dtype: float64), given, 0, 0);
    }

    sealed class Recording() : Network("recording")
    {
        public Tensor? Seen { get; private set; }

        public override Tensor Features(Tensor images) => Seen = images;

        public override Tensor Classify(Tensor features) => features;
    }

    [Fact]
    public void Another_epoch_blends_otherwise_and_the_same_one_alike()
    {
        Tensor logits = tensor(new[] { 1.0, 0.5, -0.2, 0.1, -0.3, 0.8, 2, 0, 1, -1, -2, 0 }, [4, 3]);
        double first = Value(0), again = Value(0), other = Value(1);
        Assert.Equal(first, again);
        Assert.NotEqual(first, other);

        double Value(int epoch) => GivenLogits.Step(new Mixup.Loss(1), new(9, 5, 2), logits, [0, 1, 2, 0], epoch).Output.Loss.item<double>();
    }
}
