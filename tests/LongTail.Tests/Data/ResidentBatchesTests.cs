using System.Collections.Immutable;
using LongTail.Data;
using LongTail.Foundation;
using TorchSharp;
using static TorchSharp.torch;

namespace LongTail.Tests.Data;

public sealed class ResidentBatchesTests : IDisposable
{
    static readonly Seed Seed = new(3);
    static readonly ResidentImageSet Set = Numbered(23);

    readonly DisposeScope _scope = NewDisposeScope();

    public void Dispose() => _scope.Dispose();

    [Fact]
    public void An_epoch_gives_every_image_once_with_its_own_pixels_and_label()
    {
        List<int> seen = [];
        foreach (IPendingBatch pending in Batches(batchSize: 5).Epoch(0, firstStep: 0))
        {
            Batch batch = pending.Upload(CPU);
            int[] indices = [.. batch.Indices.data<long>().Select(index => (int)index)];
            Assert.Equal(pending.Draw.Indices, indices);
            Assert.Equal(indices.Select(index => (long)Set.Labels[index]), batch.Labels.data<long>());
            byte[] pixels = [.. batch.Images.permute(0, 2, 3, 1).contiguous().data<byte>()];
            Assert.Equal(indices.SelectMany(index => Set.Pixels.Slice(index * Set.Shape.Bytes, Set.Shape.Bytes).ToArray()), pixels);
            seen.AddRange(indices);
        }
        Assert.Equal(Enumerable.Range(0, 23), seen.Order());
    }

    [Fact]
    public void Batches_are_bytes_in_channels_last_memory()
    {
        Batch batch = Batches(batchSize: 5).Epoch(0, firstStep: 0).First().Upload(CPU);
        Assert.Equal([5, 3, 2, 4], batch.Images.shape);
        Assert.Equal([24, 1, 12, 3], batch.Images.stride());
        Assert.Equal((ScalarType.Byte, ScalarType.Int64, ScalarType.Int64), (batch.Images.dtype, batch.Labels.dtype, batch.Indices.dtype));
    }

    [Theory]
    [InlineData(5, 5, 3)]
    [InlineData(23, 1, 23)]
    [InlineData(100, 1, 23)]
    [InlineData(1, 23, 1)]
    [InlineData(10, 3, 3)]
    public void The_last_batch_has_what_is_left(int batchSize, int steps, int last)
    {
        ResidentBatches batches = Batches(batchSize);
        int[] sizes = [.. batches.Epoch(0, firstStep: 0).Select(pending => pending.Draw.Indices.Length)];
        Assert.Equal((steps, steps, last), (batches.StepsPerEpoch, sizes.Length, sizes[^1]));
    }

    [Fact]
    public void Starting_later_in_an_epoch_changes_nothing_that_follows()
    {
        ResidentBatches batches = Batches(batchSize: 4, sampling: new Reversed());
        BatchDraw[] whole = [.. batches.Epoch(6, firstStep: 0).Select(pending => pending.Draw)];
        BatchDraw[] rest = [.. batches.Epoch(6, firstStep: 4).Select(pending => pending.Draw)];
        Assert.Equal(whole.Length - 4, rest.Length);
        foreach ((BatchDraw expected, BatchDraw found) in whole.Skip(4).Zip(rest))
        {
            Assert.Equal((expected.Epoch, expected.Step), (found.Epoch, found.Step));
            Assert.Equal(expected.Indices, found.Indices);
            Assert.Equal(expected.Occurrences, found.Occurrences);
        }
    }

    [Fact]
    public void Occurrences_count_the_earlier_draws_of_an_image_in_the_epoch()
    {
        Dictionary<int, int> before = [];
        foreach (IPendingBatch pending in Batches(batchSize: 4, sampling: new ClassBalanced()).Epoch(1, firstStep: 0))
            foreach ((int image, int occurrence) in pending.Draw.Indices.Zip(pending.Draw.Occurrences))
            {
                Assert.Equal(before.GetValueOrDefault(image), occurrence);
                before[image] = occurrence + 1;
            }
        Assert.Contains(before, image => image.Value > 1);
    }

    [Fact]
    public void A_paired_batch_has_the_second_stream_after_the_first()
    {
        ResidentBatches paired = Batches(batchSize: 5, pairedWith: new Reversed());
        int[] first = new Shuffled().Order(Set.Labels, 4, Seed, 2, stream: 0), second = new Reversed().Order(Set.Labels, 4, Seed, 2, stream: 1);
        Assert.Equal(5, paired.StepsPerEpoch);
        foreach (IPendingBatch pending in paired.Epoch(2, firstStep: 0))
        {
            int start = pending.Draw.Step * 5, end = Math.Min(start + 5, 23);
            Assert.Equal([.. first[start..end], .. second[start..end]], pending.Draw.Indices);
            (Batch one, Batch two) = pending.Upload(CPU).Halves();
            Assert.Equal(first[start..end], one.Indices.data<long>().Select(index => (int)index));
            Assert.Equal(second[start..end], two.Indices.data<long>().Select(index => (int)index));
        }
    }

    [Fact]
    public void No_image_is_drawn_twice_with_the_same_occurrence_not_even_by_two_streams()
    {
        (int, int)[] draws = [.. Batches(batchSize: 5, pairedWith: new Shuffled()).Epoch(0, firstStep: 0)
            .SelectMany(pending => pending.Draw.Indices.Zip(pending.Draw.Occurrences))];
        Assert.Equal(2 * 23, draws.Distinct().Count());
    }

    [Fact]
    public void What_an_epoch_draws_does_not_depend_on_the_batch_size()
    {
        (int, int)[] Draws(int batchSize) => [.. Batches(batchSize, new Reversed()).Epoch(4, firstStep: 0)
            .SelectMany(pending => pending.Draw.Indices.Zip(pending.Draw.Occurrences))];
        Assert.Equal(Draws(23), Draws(4));
    }

    [Fact]
    public void A_pending_batch_holds_no_tensor_until_it_is_uploaded()
    {
        ResidentBatches batches = Batches(batchSize: 5);
        long before = DisposeScopeManager.Statistics.ThreadTotalLiveCount;
        IPendingBatch[] pending = [.. batches.Epoch(0, firstStep: 0)];
        Assert.Equal(before, DisposeScopeManager.Statistics.ThreadTotalLiveCount);
        using (NewDisposeScope()) pending[0].Upload(CPU);
        Assert.Equal(before, DisposeScopeManager.Statistics.ThreadTotalLiveCount);
    }

    [Fact]
    public void Plain_batches_give_the_set_in_its_own_order_as_often_as_asked()
    {
        PlainBatches plain = new(Set, batchSize: 6, CPU);
        for (int time = 0; time < 2; time++)
        {
            Batch[] batches = [.. plain];
            Assert.Equal([6, 6, 6, 5], batches.Select(batch => (int)batch.Images.size(0)));
            Assert.Equal(Enumerable.Range(0, 23).Select(index => (long)index), batches.SelectMany(batch => batch.Indices.data<long>()));
            Assert.Equal(Set.Labels.Select(label => (long)label), batches.SelectMany(batch => batch.Labels.contiguous().data<long>()));
            Assert.Equal(Set.Pixels.ToArray(), batches.SelectMany(batch => batch.Images.permute(0, 2, 3, 1).contiguous().data<byte>()));
        }
    }

    [Fact]
    public void Plain_batches_leave_nothing_behind()
    {
        PlainBatches plain = new(Set, batchSize: 6, CPU);
        long before = DisposeScopeManager.Statistics.ThreadTotalLiveCount;
        using (NewDisposeScope()) Assert.Equal(4, plain.Count());
        Assert.Equal(before, DisposeScopeManager.Statistics.ThreadTotalLiveCount);
    }

    [Fact]
    public void A_batch_size_below_one_is_refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => Batches(batchSize: 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => new PlainBatches(Set, batchSize: 0, CPU));
    }

    static ResidentBatches Batches(int batchSize, Sampling? sampling = null, Sampling? pairedWith = null) =>
        new(Set, sampling ?? new Shuffled(), pairedWith, batchSize, Seed, CPU);

    // Images of 2 x 4 in colour whose bytes tell image and place.
    static ResidentImageSet Numbered(int count)
    {
        ImageShape shape = new(2, 4, 3);
        byte[] pixels = [.. Enumerable.Range(0, count * shape.Bytes).Select(i => (byte)(i / shape.Bytes * 10 + i % shape.Bytes))];
        ImmutableArray<int> labels = [.. Enumerable.Range(0, count).Select(image => image < 12 ? 0 : image < 18 ? 1 : image < 22 ? 2 : 3)];
        return new(shape, pixels, labels, ["a", "b", "c", "d"]);
    }
}
