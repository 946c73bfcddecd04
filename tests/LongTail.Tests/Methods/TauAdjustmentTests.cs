using LongTail.Data;
using LongTail.Foundation;
using LongTail.Methods;
using LongTail.Networks;
using LongTail.Results;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace LongTail.Tests.Methods;

/// <summary>Adjustments of a head whose weights and features are given.</summary>
public sealed class TauAdjustmentTests : IDisposable
{
    static readonly double[] s_taus = [.. Enumerable.Range(0, 21).Select(step => step / 10.0)];

    readonly DisposeScope _scope = NewDisposeScope();

    public void Dispose() => _scope.Dispose();

    // Of validation images as unequal as the training images: there most images and the mean over the classes want another strength each.
    [Fact]
    public void The_strength_is_chosen_by_the_mean_over_the_classes_not_by_most_images()
    {
        int[] counts = [600, 80, 40], images = [60, 8, 4];
        double[] logPrior = [.. counts.Select(count => Math.Log(count / 720.0))];
        long[] labels = [.. images.SelectMany((count, label) => Enumerable.Repeat((long)label, count))];
        CounterRandom random = new Seed(4).For("features");
        float[][] features = [.. labels.Select((label, image) => (float[])[.. Enumerable.Range(0, 3).Select(d => (float)((d == label ? 1.5 : 0) + random.Normal((ulong)(3 * image + d))))])];

        double[][] correct = [.. s_taus.Select(tau => (double[])[.. Enumerable.Range(0, 3).Select(label => (double)features.Where((row, image) => labels[image] == label && Best(row, tau) == label).Count())])];
        int byImages = Chosen([.. correct.Select(classes => classes.Sum() / 72)]), byClasses = Chosen([.. correct.Select(classes => classes.Zip(images, (right, all) => right / all).Average())]);
        Assert.NotEqual(byImages, byClasses);

        using Headed network = new(eye(3), tensor([.. logPrior.Select(value => (float)value)]));
        Batch[] batches = [.. features.Zip(labels).Chunk(50).Select(part => Of([.. part.Select(image => image.First)], [.. part.Select(image => image.Second)]))];
        Assert.Equal([new("tau", s_taus[byClasses])], Adjust(new PostHocAdjustment.Adjustment(1) { From = TauSource.Validation }, network, new(counts), batches));

        int Best(float[] row, double tau) => Enumerable.Range(0, 3).MaxBy(label => row[label] + logPrior[label] - tau * logPrior[label]);

        static int Chosen(double[] accuracies) => Enumerable.Range(0, accuracies.Length).Where(i => accuracies[i] == accuracies.Max()).MinBy(i => Math.Abs(s_taus[i] - 1));
    }

    // A class of one image in 10^9 is shifted by log(10^(-9 tau) + 10^-12): -24.8 at 1.2, -26.5 at 1.3, the last below log 10^-12 / log 10^-9 = 4/3, and -27.4 at 1.4.
    [Theory]
    [InlineData(26, 1.3)]          // 1.3 and more bring its image up
    [InlineData(27, 1)]            // 1.4 and more would
    public void No_strength_is_tried_that_the_classes_do_not_allow(float behind, double expected)
    {
        using Headed network = new(eye(2), zeros(2));
        Batch[] batches = [Of([[60, 0], [behind, 0]], [0, 1])];
        Assert.Equal([new("tau", expected)], Adjust(new PostHocAdjustment.Adjustment(1) { From = TauSource.Validation }, network, new(999_999_999, 1), batches));
    }

    [Theory]
    [InlineData(0), InlineData(0.5), InlineData(1), InlineData(1.6), InlineData(2)]
    public void A_class_vector_of_zeros_stays_one(double tau)
    {
        using Headed network = new(tensor((float[])[3, 4, 0, 0], [2, 2]), ones(2));
        Adjust(new TauNormalization.Adjustment(tau), network, new(9, 1), []);
        double length = Math.Pow(5, tau);
        TensorAssert.Close(tensor((double[])[3 / length, 4 / length, 0, 0], [2, 2]), network.get_parameter("linear.weight")!, 1e-6, 0);
        TensorAssert.Close(zeros(2), network.get_parameter("linear.bias")!, 0, 0);
    }

    static ChosenSetting[] Adjust(HeadAdjustment adjustment, Headed network, ClassCounts counts, Batch[] validation)
    {
        List<ChosenSetting> chosen = [];
        using IDisposable noGradient = no_grad();
        adjustment.Initialize(new()
        {
            Network = network,
            Teachers = [],
            StartedFrom = new(network),
            Counts = counts,
            TrainingImages = Toy.Train,
            PlainBatches = () => [],
            ValidationBatches = () => validation,
            Chose = chosen.Add,
            Device = CPU,
            Seed = new(0),
        });
        return [.. chosen];
    }

    static Batch Of(float[][] features, long[] labels) =>
        new(tensor(features.SelectMany(row => row).ToArray(), [features.Length, features[0].Length]), tensor(labels), arange(labels.Length));

    /// <summary>Its images are its features.</summary>
    sealed class Headed : Network
    {
        readonly Linear linear;

        public Headed(Tensor weight, Tensor bias) : base(nameof(Headed))
        {
            linear = nn.Linear(weight.size(1), weight.size(0));
            RegisterComponents();
            using IDisposable noGradient = no_grad();
            linear.weight!.copy_(weight);
            linear.bias!.copy_(bias);
        }

        public override Tensor Features(Tensor images) => images.alias();

        public override Tensor Classify(Tensor features) => linear.forward(features);
    }
}
