using System.Text.Json.Nodes;
using LongTail.Foundation;
using LongTail.Losses;
using LongTail.Tests.Golden;
using TorchSharp;
using static TorchSharp.torch;

namespace LongTail.Tests.Losses;

public sealed class ClassCentroidsTests : IDisposable
{
    const int Images = 6, Classes = 4, Features = 3;
    const double Exact = 1e-12, Margin = 10;

    readonly DisposeScope _scope = NewDisposeScope();
    readonly Tensor _features = Random("features", Images), _centroids = Random("centroids", Classes);
    readonly Tensor _labels = tensor((long[])[1, 0, 3, 1, 1, 0]);   // class 2 has no image

    public void Dispose() => _scope.Dispose();

    public static TheoryData<string> Cases => ["small", "near", "far"];

    [Theory, MemberData(nameof(Cases))]
    public void The_loss_and_its_gradient_for_features_equal_the_reference(string name)
    {
        JsonNode golden = GoldenFile.Read("branches.json")["centroids"]![name]!;
        Tensor features = golden["features"]!.Matrix().requires_grad_(), centroids = golden["centroids"]!.Matrix();
        Tensor attraction = ClassCentroids.Attraction(features, Labels(golden), centroids);
        Tensor repulsion = ClassCentroids.Repulsion(features, Labels(golden), centroids, (double)golden["margin"]!);
        TensorAssert.Close(golden["attraction"]!.Vector(), attraction, Exact, Exact);
        Assert.Equal((double)golden["repulsion"]!, repulsion.item<double>(), Exact);
        Tensor loss = attraction.mean() + 0.01 * repulsion;
        loss.backward();
        Assert.Equal((double)golden["loss"]!, loss.item<double>(), Exact);
        TensorAssert.Close(golden["gradient"]!.Matrix(), features.grad!, Exact, Exact);
    }

    [Theory, MemberData(nameof(Cases))]
    public void The_pull_is_nothing_with_the_published_gradient_for_centroids_and_none_for_features(string name)
    {
        JsonNode golden = GoldenFile.Read("branches.json")["centroids"]![name]!;
        Tensor features = golden["features"]!.Matrix().requires_grad_(), centroids = golden["centroids"]!.Matrix().requires_grad_();
        Tensor pull = ClassCentroids.Pull(features, Labels(golden), centroids);
        (3 * pull).backward();
        Assert.Equal(0, pull.item<double>());
        TensorAssert.Close(3 * golden["pull"]!.Matrix(), centroids.grad!, Exact, Exact);
        Assert.Null(features.grad);
    }

    // With one image a class, 1 + n is 2; the attraction's own gradient has no such divisor.
    [Fact]
    public void With_one_image_a_class_the_pull_is_half_of_what_attraction_would_do_to_centroids()
    {
        Tensor labels = tensor((long[])[2, 0, 3]), features = _features.narrow(0, 0, 3);
        Tensor pulled = _centroids.clone().requires_grad_(), attracted = _centroids.clone().requires_grad_();
        ClassCentroids.Pull(features, labels, pulled).backward();
        ClassCentroids.Attraction(features, labels, attracted).mean().backward();
        TensorAssert.Close(attracted.grad! / 2, pulled.grad!, Exact, Exact);
    }

    [Theory]
    [InlineData(true), InlineData(false)]
    public void Gradients_equal_central_differences(bool ofFeatures)
    {
        const double step = 1e-5, tolerance = 1e-8;
        Tensor moved = (ofFeatures ? _features : _centroids).clone();
        Tensor variable = moved.clone().requires_grad_();
        Loss(variable).backward();
        double[] differences = new double[moved.numel()];
        for (int i = 0; i < differences.Length; i++) differences[i] = (At(i, step) - At(i, -step)) / (2 * step);
        TensorAssert.Close(tensor(differences, moved.shape), variable.grad!, tolerance, tolerance);

        Tensor Loss(Tensor place) => ofFeatures
            ? ClassCentroids.Attraction(place, _labels, _centroids).mean() + ClassCentroids.Repulsion(place, _labels, _centroids, 1000)
            : ClassCentroids.Attraction(_features, _labels, place).mean() + ClassCentroids.Repulsion(_features, _labels, place, 1000);

        double At(int element, double by)
        {
            Tensor there = moved.clone();
            there.view(-1)[element] += by;
            return Loss(there).item<double>();
        }
    }

    [Fact]
    public void Permuting_images_permutes_the_attraction_and_leaves_the_repulsion()
    {
        Tensor order = tensor((long[])[3, 0, 5, 1, 4, 2]);
        TensorAssert.Close(Attraction[order], ClassCentroids.Attraction(_features[order], _labels[order], _centroids), Exact, Exact);
        TensorAssert.Close(Repulsion, ClassCentroids.Repulsion(_features[order], _labels[order], _centroids, Margin), Exact, Exact);
    }

    [Fact]
    public void Only_where_features_are_among_the_centroids_matters()
    {
        Tensor by = tensor((double[])[3, -2, 5]);
        TensorAssert.Close(Attraction, ClassCentroids.Attraction(_features + by, _labels, _centroids + by), 1e-11, 1e-11);
        TensorAssert.Close(Repulsion, ClassCentroids.Repulsion(_features + by, _labels, _centroids + by, Margin), 1e-11, 1e-11);
    }

    [Fact]
    public void Features_at_their_centroids_are_attracted_no_further() =>
        TensorAssert.Close(zeros(Images, dtype: float64), ClassCentroids.Attraction(_centroids[_labels], _labels, _centroids), 0, 0);

    // |(1e4, 0) - (0, 0)|^2 / 2 = 5e7; the other class's centroid is 1e4 + 1 away, far beyond the margin.
    [Fact]
    public void Features_of_ten_thousand_and_one_image_give_finite_values_and_gradients()
    {
        Tensor features = tensor((float[])[1e4f, 0], [1, 2]).requires_grad_(), centroids = tensor((float[])[0, 0, -1, 0], [2, 2]).requires_grad_();
        Tensor labels = tensor((long[])[0]), attraction = ClassCentroids.Attraction(features, labels, centroids), repulsion = ClassCentroids.Repulsion(features, labels, centroids, Margin);
        (attraction.mean() + repulsion + ClassCentroids.Pull(features, labels, centroids)).backward();
        TensorAssert.Close(tensor((float[])[5e7f]), attraction, 0, 1e-6);
        Assert.Equal(0, repulsion.item<float>());
        TensorAssert.Close(tensor((float[])[1e4f, 0], [1, 2]), features.grad!, 0, 1e-6);
        Assert.All(centroids.grad!.data<float>(), value => Assert.True(float.IsFinite(value)));
    }

    [Fact]
    public void Shapes_that_disagree_are_refused_and_named()
    {
        string message = Assert.Throws<ArgumentException>(() => ClassCentroids.Attraction(zeros(4, 3), zeros(3, int64), zeros(5, 3))).Message;
        Assert.Contains("[4, 3]", message, StringComparison.Ordinal);
        Assert.Contains("[5, 3]", message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => ClassCentroids.Repulsion(zeros(4, 3), zeros(4, int64), zeros(5, 2), Margin));
        Assert.Throws<ArgumentException>(() => ClassCentroids.Pull(zeros(4), zeros(4, int64), zeros(5, 2)));
    }

    Tensor Attraction => ClassCentroids.Attraction(_features, _labels, _centroids);

    Tensor Repulsion => ClassCentroids.Repulsion(_features, _labels, _centroids, Margin);

    static Tensor Labels(JsonNode golden) => tensor(golden["labels"]!.AsArray().Select(label => (long)label!).ToArray());

    static Tensor Random(string name, int rows)
    {
        CounterRandom random = new Seed(0).For(name);
        return tensor(Enumerable.Range(0, rows * Features).Select(i => random.Normal((ulong)i)).ToArray(), [rows, Features]);
    }
}
