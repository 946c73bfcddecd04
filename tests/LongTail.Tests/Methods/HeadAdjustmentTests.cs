using LongTail.Data;
using LongTail.Foundation;
using LongTail.Methods;
using LongTail.Networks;
using LongTail.Stages;
using LongTail.Tests.Training;
using TorchSharp;
using static TorchSharp.torch;

namespace LongTail.Tests.Methods;

/// <summary>What changes a trained network's head and trains nothing, against plain computations on its features and logits.</summary>
public sealed class HeadAdjustmentTests : IDisposable
{
    readonly DisposeScope _scope = NewDisposeScope();

    public void Dispose() => _scope.Dispose();

    [Fact]
    public void Tau_0_gives_the_model_without_its_bias()
    {
        using ToyTraining start = Of(new CrossEntropy()), adjusted = Of(new TauNormalization { Tau = 0 });
        Tensor images = Images(adjusted);
        TensorAssert.Close(Parameter(start, "weight"), Parameter(adjusted, "weight"), 0, 0);
        TensorAssert.Close(Logits(start, images) - Parameter(start, "bias"), Logits(adjusted, images), 1e-6, 1e-6);
    }

    [Theory]
    [InlineData(0.5), InlineData(1), InlineData(2)]
    public void Tau_divides_class_vectors_by_a_power_of_their_length(double tau)
    {
        using ToyTraining plain = Of(new TauNormalization { Tau = 0 }), adjusted = Of(new TauNormalization { Tau = tau });
        Tensor vectors = Parameter(plain, "weight");
        TensorAssert.Close(vectors / vectors.norm(dim: 1, keepdim: true).pow(tau), Parameter(adjusted, "weight"), 0, 1e-6);
        TensorAssert.Close(zeros(3), Parameter(adjusted, "bias"), 0, 0);
    }

    [Theory]
    [InlineData(0.5), InlineData(1), InlineData(2)]
    public void Post_hoc_adjustment_takes_tau_times_the_log_prior_off_the_logits(double tau)
    {
        Tensor prior = tensor((float[])[24 / 42f, 12 / 42f, 6 / 42f]).log();
        foreach (Method method in (Method[])[new PostHocAdjustment { Tau = tau }, new AdjustedDistillation { Tau = tau }])
        {
            using ToyTraining adjusted = Of(method);
            Tensor images = Images(adjusted), expected = adjusted.Job.Context.StartedFrom!.Logits(images) - tau * prior;
            TensorAssert.Close(expected, Logits(adjusted, images), 1e-6, 1e-6);
            TensorAssert.Close(expected.argmax(1), Logits(adjusted, images).argmax(1), 0, 0);
            Assert.False(expected.argmax(1).equal(adjusted.Job.Context.StartedFrom!.Logits(images).argmax(1)).all().item<bool>());   // or it would show nothing
        }
    }

    // In plain arithmetic: centre, normalise, average each class, normalise, and take the nearest.
    [Fact]
    public void The_nearest_class_mean_is_that_of_a_plain_search()
    {
        using ToyTraining adjusted = Of(new NearestClassMean());
        FrozenNetwork trained = adjusted.Job.Context.StartedFrom!;
        Batch[] batches = [.. adjusted.Job.Context.PlainBatches()];
        double[][] training = Rows(cat([.. batches.Select(batch => trained.Features(batch.Images))]));
        double[] mean = [.. Enumerable.Range(0, training[0].Length).Select(d => training.Average(row => row[d]))];
        double[][] centres = [.. Enumerable.Range(0, 3).Select(label => Unit([.. Enumerable.Range(0, mean.Length)
            .Select(d => training.Where((_, image) => Toy.Train.Labels[image] == label).Average(row => Centred(row, mean)[d]))]))];
        Tensor images = Images(adjusted);
        long[] nearest = [.. Rows(trained.Features(images)).Select(row => (long)Enumerable.Range(0, 3).MinBy(label => Distance(Centred(row, mean), centres[label])))];
        Assert.Equal(nearest, Logits(adjusted, images).argmax(1).data<long>().ToArray());
        Assert.Equal(3, nearest.Distinct().Count());   // or it would show nothing
    }

    [Fact]
    public void The_nearest_class_mean_has_the_same_features_and_needs_no_linear_head()
    {
        Recipe cosine = Toy.Recipe with { Network = Toy.Recipe.Network with { Head = new CosineHead(16) } };
        using ToyTraining adjusted = new(new NearestClassMean().Plan(cosine));
        Tensor images = Images(adjusted);
        TensorAssert.Close(adjusted.Job.Context.StartedFrom!.Features(images), new FrozenNetwork(adjusted.Network).Features(images), 0, 0);
    }

    [Fact]
    public void What_works_on_a_linear_head_refuses_another_one_before_anything_is_trained()
    {
        Recipe cosine = Toy.Recipe with { Network = Toy.Recipe.Network with { Head = new CosineHead(16) } };
        foreach (Method method in (Method[])[new TauNormalization(), new PostHocAdjustment(), new AdjustedDistillation(), new LearnableWeightScaling()])
            Assert.StartsWith("Found the head CosineHead for ", Assert.Throws<RecipeException>(() => method.Plan(cosine)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Numbers_out_of_range_are_refused_with_what_was_found()
    {
        Refused(() => new TauNormalization { Tau = -0.1 }, "-0.1 as tau");
        Refused(() => new TauNormalization { Tau = 2.1 }, "2.1 as tau");
        Refused(() => new PostHocAdjustment { Tau = -1 }, "tau -1");
        Refused(() => new AdjustedDistillation { Tau = double.NaN }, "tau NaN");
        Assert.Contains("Found tau 0.5, and that it is to be chosen", Assert.Throws<RecipeException>(() => new PostHocAdjustment { Tau = 0.5, TauFrom = TauSource.Validation }.Plan(Toy.Recipe)).Message, StringComparison.Ordinal);
        Refused(() => new AdjustedTeacherDistillation { Temperature = 0 }, "temperature 0");
        Refused(() => new BalancedDistillation { Kappa = -1 }, "-1 as kappa");
        Refused(() => new KnowledgeDistillation { LabelWeight = -0.5 }, "-0.5 as weight of the labels");
        Refused(() => new KnowledgeDistillation { TeacherWeight = double.NaN }, "NaN as weight of the teacher");
        Refused(() => new KnowledgeDistillation { WeighLabelsFrom = 2 }, "2 as moment from which labels are weighed");
        Refused(() => new VirtualExampleDistillation { Alpha = 1.5 }, "1.5 as alpha");
        Refused(() => new VirtualExampleDistillation { Power = -1 }, "-1 as power");
        Refused(() => new GroupDistillation { Across = -1 }, "-1 as weight of the part across groups");
        Refused(() => new ClassifierRetraining { HeadEpochs = 1.5 }, "1.5 as length of the second stage");

        static void Refused(Func<Method> make, string found) => Assert.Contains($"Found {found},", Assert.Throws<RecipeException>(make).Message, StringComparison.Ordinal);
    }

    static ToyTraining Of(Method method) => new(Toy.Stage(method));

    static Tensor Images(ToyTraining of) => cat([.. of.Job.Context.PlainBatches().Select(batch => batch.Images)]);

    static Tensor Logits(ToyTraining of, Tensor images) => new FrozenNetwork(of.Network).Logits(images);

    static Tensor Parameter(ToyTraining of, string name) => of.Network.state_dict()[of.Network.HeadPrefix + name].detach();

    static double[][] Rows(Tensor values)
    {
        double[] flat = [.. values.to(float64).contiguous().data<double>()];
        return [.. flat.Chunk((int)values.size(1))];
    }

    static double[] Centred(double[] row, double[] mean) => Unit([.. row.Zip(mean, (value, centre) => value - centre)]);

    static double[] Unit(double[] row) => [.. row.Select(value => value / Math.Sqrt(row.Sum(each => each * each)))];

    static double Distance(double[] a, double[] b) => a.Zip(b, (x, y) => (x - y) * (x - y)).Sum();
}
