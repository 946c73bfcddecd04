using System.Collections.Immutable;
using LongTail.Data;
using LongTail.Foundation;

namespace LongTail.Tests.Data;

public class SamplingTests
{
    static readonly Seed Seed = new(7);

    // 3 classes of 100, 20 and 5 images, mixed.
    static readonly ImmutableArray<int> Labels = [.. Enumerable.Range(0, 125).Select(image => image % 25 == 0 ? 2 : image % 25 <= 4 ? 1 : 0)];
    static readonly int[] Counts = [100, 20, 5];

    public static TheoryData<Sampling> All => [new Shuffled(), new ClassBalanced(), new ClassBalanced { ImagesPerVisit = 1 }, new Reversed(), new SquareRoot()];

    [Theory]
    [MemberData(nameof(All))]
    public void An_epoch_has_N_draws_from_the_set(Sampling sampling)
    {
        int[] order = Order(sampling, epoch: 3);
        Assert.Equal(Labels.Length, order.Length);
        Assert.All(order, image => Assert.InRange(image, 0, Labels.Length - 1));
    }

    [Theory]
    [MemberData(nameof(All))]
    public void An_epoch_is_the_same_whenever_it_is_asked_for(Sampling sampling)
    {
        int[] first = Order(sampling, epoch: 2);
        _ = Order(sampling, epoch: 9);
        _ = Order(sampling, epoch: 0);
        Assert.Equal(first, Order(sampling, epoch: 2));
    }

    [Theory]
    [MemberData(nameof(All))]
    public void Epochs_seeds_and_streams_have_orders_of_their_own(Sampling sampling)
    {
        int[] order = Order(sampling, epoch: 2);
        Assert.NotEqual(order, Order(sampling, epoch: 3));
        Assert.NotEqual(order, sampling.Order(Labels, 3, new Seed(8), 2, stream: 0));
        Assert.NotEqual(order, sampling.Order(Labels, 3, Seed, 2, stream: 1));
    }

    [Theory]
    [MemberData(nameof(All))]
    public void One_class_with_one_image_can_be_sampled(Sampling sampling) => Assert.Equal([0], sampling.Order([0], 1, Seed, 0, 0));

    // Computed by a script of its own from the definitions of the streams: SHA-256 of "7/0/purpose/2", SplitMix64 twice, Fisher and Yates.
    [Fact]
    public void Orders_are_those_of_every_run_before()
    {
        Assert.Equal([11, 6, 4, 10, 9, 5, 2, 0, 3, 1, 7, 8], Order(new Shuffled()));
        Assert.Equal([7, 6, 8, 9, 10, 11, 10, 11, 0, 5, 1, 3], Order(new ClassBalanced()));
        Assert.Equal([7, 10, 0, 5, 6, 11, 1, 8, 10, 9, 3, 11], Order(new ClassBalanced { ImagesPerVisit = 1 }));
        Assert.Equal([11, 10, 8, 10, 11, 4, 10, 6, 10, 6, 10, 10], Order(new Reversed()));
        Assert.Equal([9, 10, 10, 11, 7, 1, 7, 5, 8, 10, 11, 3], Order(new Reversed(), stream: 1));
        Assert.Equal([6, 9, 7, 1, 9, 1, 10, 10, 0, 2, 6, 1], Order(new SquareRoot()));

        static int[] Order(Sampling sampling, int stream = 0) => sampling.Order([0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 2, 2], 3, Seed, 2, stream);
    }

    [Fact]
    public void Shuffled_visits_every_image_once() =>
        Assert.Equal(Enumerable.Range(0, Labels.Length), Order(new Shuffled(), epoch: 5).Order());

    [Fact]
    public void Shuffled_puts_every_image_at_every_place_equally_often()
    {
        // 6,000 epochs of 6 images: each of the 36 (image, place) pairs is expected 1,000 times, with deviation sqrt(1000 x 5/6) = 29.
        int[,] times = new int[6, 6];
        for (int epoch = 0; epoch < 6000; epoch++)
        {
            int[] order = new Shuffled().Order([0, 0, 0, 0, 0, 0], 1, Seed, epoch, 0);
            for (int place = 0; place < 6; place++) times[order[place], place]++;
        }
        Assert.All(times.Cast<int>(), count => Assert.InRange(count, 1000 - 5 * 29, 1000 + 5 * 29));
    }

    [Fact]
    public void Reversed_draws_classes_in_inverse_proportion_to_their_images() =>
        AssertClassShares(new Reversed(), weight: images => 1.0 / images);

    [Fact]
    public void Square_root_draws_classes_in_proportion_to_the_root_of_their_images() =>
        AssertClassShares(new SquareRoot(), weight: images => Math.Sqrt(images));

    [Theory]
    [MemberData(nameof(WithReplacement))]
    public void Images_of_a_class_are_drawn_equally_often(Sampling sampling)
    {
        int[] drawn = DrawsOfManyEpochs(sampling, epochs: 4000);
        for (int label = 0; label < 3; label++)
        {
            int[] own = [.. Enumerable.Range(0, Labels.Length).Where(image => Labels[image] == label).Select(image => drawn[image])];
            double expected = own.Average(), chiSquare = own.Sum(count => (count - expected) * (count - expected) / expected);
            // Mean k - 1, deviation sqrt(2 (k - 1)) for k images: five deviations above is a chance below one in 10,000 even for k = 5.
            Assert.InRange(chiSquare, 0, own.Length - 1 + 5 * Math.Sqrt(2 * (own.Length - 1)));
        }
    }

    public static TheoryData<Sampling> WithReplacement => [new Reversed(), new SquareRoot()];

    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    [InlineData(7)]
    public void Class_balanced_gives_each_class_the_same_number_of_turns(int imagesPerVisit)
    {
        int[] order = Order(new ClassBalanced { ImagesPerVisit = imagesPerVisit }, epoch: 0);
        int[][] visits = [.. order.Chunk(imagesPerVisit)];
        Assert.All(visits, visit => Assert.Single(visit.Select(image => Labels[image]).Distinct()));
        foreach (int[][] pass in visits.Chunk(3).Where(pass => pass.Length == 3))
            Assert.Equal([0, 1, 2], pass.Select(visit => Labels[visit[0]]).Order());
    }

    [Fact]
    public void Class_balanced_shuffles_the_turns_of_each_pass()
    {
        string[] passes = [.. Enumerable.Range(0, 200).SelectMany(epoch =>
            Order(new ClassBalanced(), epoch).Chunk(4).Chunk(3).Take(10).Select(pass => string.Concat(pass.Select(visit => Labels[visit[0]]))))];
        // 2,000 passes over 6 orders of the classes: 333 of each expected, with deviation 17.
        Assert.Equal(6, passes.Distinct().Count());
        Assert.All(passes.CountBy(pass => pass), order => Assert.InRange(order.Value, 333 - 5 * 17, 333 + 5 * 17));
    }

    [Fact]
    public void Class_balanced_uses_the_images_of_a_class_evenly()
    {
        for (int epoch = 0; epoch < 20; epoch++)
        {
            int[] order = Order(new ClassBalanced(), epoch);
            for (int label = 0; label < 3; label++)
            {
                int[] turns = [.. order.Where(image => Labels[image] == label)];
                foreach (int[] pass in turns.Chunk(Counts[label])) Assert.Equal(pass.Length, pass.Distinct().Count());
                int[] times = [.. Enumerable.Range(0, Labels.Length).Where(image => Labels[image] == label).Select(image => turns.Count(turn => turn == image))];
                Assert.InRange(times.Max() - times.Min(), 0, 1);
            }
        }
    }

    [Fact]
    public void Fewer_than_one_image_per_visit_is_refused() => Assert.Throws<RecipeException>(() => new ClassBalanced { ImagesPerVisit = 0 });

    static void AssertClassShares(Sampling sampling, Func<int, double> weight)
    {
        const int Epochs = 2000;
        int[] drawn = DrawsOfManyEpochs(sampling, Epochs);
        double draws = Epochs * Labels.Length, weights = Counts.Sum(weight);
        for (int label = 0; label < 3; label++)
        {
            double share = weight(Counts[label]) / weights, deviation = Math.Sqrt(share * (1 - share) / draws);
            double found = Enumerable.Range(0, Labels.Length).Where(image => Labels[image] == label).Sum(image => drawn[image]) / draws;
            Assert.InRange(found, share - 5 * deviation, share + 5 * deviation);
        }
    }

    static int[] DrawsOfManyEpochs(Sampling sampling, int epochs)
    {
        int[] drawn = new int[Labels.Length];
        for (int epoch = 0; epoch < epochs; epoch++)
            foreach (int image in Order(sampling, epoch)) drawn[image]++;
        return drawn;
    }

    static int[] Order(Sampling sampling, int epoch) => sampling.Order(Labels, 3, Seed, epoch, stream: 0);
}
