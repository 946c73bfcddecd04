using System.Collections.Immutable;
using LongTail.Augmentation;
using LongTail.Data;
using LongTail.Foundation;
using LongTail.Methods;
using LongTail.Runs;
using LongTail.Stages;
using TorchSharp;
using static TorchSharp.torch;

namespace LongTail.Tests.Runs;

public class SharedMaterialTests
{
    // A student that saw its teacher's batches in its teacher's order would not be independent of it.
    [Fact]
    public void The_order_and_the_views_of_images_are_those_of_seed_and_generation()
    {
        ImmutableArray<int>[] orders = [.. Enumerable.Range(0, 3).Select(generation => OrderAndViews(generation).Order)];
        ImmutableArray<int>[] views = [.. Enumerable.Range(0, 3).Select(generation => OrderAndViews(generation).Views)];
        Assert.Equal(3, orders.Select(order => string.Join(' ', order)).Distinct().Count());
        Assert.Equal(3, views.Select(each => string.Join(' ', each)).Distinct().Count());
        for (int generation = 0; generation < 3; generation++)
        {
            Seed seed = new(7, generation);
            Assert.Equal(new Shuffled().Order(Toy.Train.Labels, 3, seed, 0, 0), orders[generation]);
            ViewDraw draw = new(1, true, seed);
            Assert.Equal(draw.Of(AllOnce).Select(draw.NumberOf), views[generation]);
        }
    }

    static BatchDraw AllOnce => new(0, 0, [.. Enumerable.Range(0, Toy.Train.Count)], [.. Enumerable.Repeat(0, Toy.Train.Count)]);

    static (ImmutableArray<int> Order, ImmutableArray<int> Views) OrderAndViews(int generation)
    {
        using DisposeScope scope = NewDisposeScope();
        Stage stage = Toy.Stage(new CrossEntropy()) with { Seed = 7, Generation = generation };
        using SharedMaterial material = new(stage, Toy.Data, CPU, workers: 1);
        Tensor images = zeros([Toy.Train.Count, 1, Toy.Side, Toy.Side], uint8);
        Batch seen = material.Augment(new(images, zeros(Toy.Train.Count, int64), arange(Toy.Train.Count)), AllOnce);
        return ([.. material.Batches.Epoch(0, 0).SelectMany(batch => batch.Draw.Indices)], seen.Views!.Views);
    }
}
