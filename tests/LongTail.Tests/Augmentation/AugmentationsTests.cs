using System.Collections.Immutable;
using LongTail.Augmentation;
using LongTail.Data;
using LongTail.Foundation;
using LongTail.Stages;
using TorchSharp;
using static TorchSharp.torch;

namespace LongTail.Tests.Augmentation;

public sealed class AugmentationsTests : IDisposable
{
    static readonly Seed Seed = new(11);
    static readonly ImageShape Shape = new(5, 7, 3);
    static readonly Normalization Constants = new([0.4914, 0.4822, 0.4465], [0.2023, 0.1994, 0.2010]);

    // No zero bytes, so that black can only come from the padding.
    static readonly ResidentImageSet Set = new(Shape,
        Enumerable.Range(0, 40 * Shape.Bytes).Select(i => (byte)(1 + i * 37 % 255)).ToArray(), [.. Enumerable.Repeat(0, 40)], ["all"]);

    readonly DisposeScope _scope = NewDisposeScope();

    public void Dispose() => _scope.Dispose();

    // Of the same floats, to the last bit, whatever the batch and the share of it that a thread has: a teacher's answer about them may be remembered.
    [Theory]
    [InlineData(1), InlineData(2), InlineData(3), InlineData(5)]
    public void The_same_view_is_made_of_the_same_floats_wherever_in_a_batch_it_stands(int threads)
    {
        set_num_threads(threads);
        try
        {
            Augment augment = Augmentations.Build(Spec(2, flip: true), Shape, Seed, CPU);
            Dictionary<(int Image, int View), float[]> seen = [];
            int again = 0;
            for (int epoch = 0; epoch < 8; epoch++)
            {
                BatchDraw draw = Draw([.. Enumerable.Range(0, 1000 + epoch).Select(row => row % 40)], [.. Enumerable.Range(0, 1000 + epoch).Select(row => row / 40)], epoch);
                Batch batch = augment(Load(draw), draw);
                float[] pixels = Floats(batch.Images);
                for (int row = 0; row < draw.Indices.Length; row++)
                {
                    float[] found = pixels[(row * Shape.Bytes)..((row + 1) * Shape.Bytes)];
                    if (seen.TryAdd((batch.Views!.Images[row], batch.Views.Views[row]), found)) continue;
                    Assert.Equal(seen[(batch.Views.Images[row], batch.Views.Views[row])], found);
                    again++;
                }
            }
            Assert.InRange(again, 4000, 8000);
            Assert.InRange(seen.Count, 1900, 40 * 50);   // 200 draws of 50 views leave out one
        }
        finally
        {
            set_num_threads(1);
        }
    }

    [Theory]
    [InlineData(4, true)]
    [InlineData(4, false)]
    [InlineData(1, true)]
    [InlineData(0, true)]
    [InlineData(0, false)]
    [InlineData(9, true)]           // the padding is wider than the image: some views are all black
    public void A_batch_equals_the_plain_definition_pixel_by_pixel(int padding, bool flip)
    {
        AugmentationSpec spec = Spec(padding, flip);
        for (int epoch = 0; epoch < 3; epoch++)
        {
            BatchDraw draw = Draw([3, 0, 39, 3, 17], [0, 0, 0, 1, 2], epoch);
            float[] found = Floats(Augmentations.Build(spec, Shape, Seed, CPU)(Load(draw), draw).Images);
            View[] views = new ViewDraw(padding, flip, Seed).Of(draw);
            float[] expected = [.. draw.Indices.Zip(views).SelectMany(image => Plainly(image.First, image.Second, padding))];
            Assert.Equal(expected.Length, found.Length);
            // Both compute in floats, but ours scales and shifts where the definition divides twice: values up to 3, rounding 2^-24 each.
            for (int i = 0; i < expected.Length; i++) Assert.Equal(expected[i], found[i], 1e-6f);
        }
    }

    [Fact]
    public void The_result_is_floats_in_channels_last_memory_and_the_rest_of_the_batch_stays()
    {
        foreach ((int padding, bool flip) in new[] { (4, true), (0, false) })
        {
            BatchDraw draw = Draw([3, 0], [0, 0]);
            Batch loaded = Load(draw), augmented = Augmentations.Build(Spec(padding, flip), Shape, Seed, CPU)(loaded, draw);
            Assert.Equal(ScalarType.Float32, augmented.Images.dtype);
            Assert.Equal([2, 3, 5, 7], augmented.Images.shape);
            Assert.Equal([105, 1, 21, 3], augmented.Images.stride());
            Assert.Same(loaded.Labels, augmented.Labels);
            Assert.Same(loaded.Indices, augmented.Indices);
        }
    }

    [Fact]
    public void Without_crop_and_flip_images_are_only_normalised()
    {
        BatchDraw draw = Draw([1, 2, 3], [0, 5, 0]);
        float[] augmented = Floats(Augmentations.Build(Spec(0, false), Shape, Seed, CPU)(Load(draw), draw).Images);
        Assert.Equal(Floats(Augmentations.Normalize(Constants, CPU)(Load(draw)).Images), augmented);
    }

    [Fact]
    public void Normalisation_follows_the_hand_computed_case()
    {
        // (51 / 255 - 0.1) / 0.5 = 0.2 and (204 / 255 - 0.5) / 0.25 = 1.2
        Batch batch = new(tensor(new byte[] { 51, 204 }, [1, 1, 1, 2]).permute(0, 3, 1, 2), zeros(1, int64), zeros(1, int64));
        float[] found = Floats(Augmentations.Normalize(new([0.1, 0.5], [0.5, 0.25]), CPU)(batch).Images);
        Assert.Equal(0.2f, found[0], 1e-6f);
        Assert.Equal(1.2f, found[1], 1e-6f);
    }

    [Fact]
    public void The_view_of_an_image_does_not_depend_on_its_neighbours()
    {
        Augment augment = Augmentations.Build(Spec(4, true), Shape, Seed, CPU);
        BatchDraw together = Draw([3, 0, 39, 3, 17], [0, 0, 0, 1, 2], epoch: 2);
        float[][] inOne = [.. Floats(augment(Load(together), together).Images).Chunk(Shape.Bytes)];
        for (int i = 0; i < 5; i++)
        {
            BatchDraw alone = Draw([together.Indices[i]], [together.Occurrences[i]], epoch: 2) with { Step = 77 };
            Assert.Equal(inOne[i], Floats(augment(Load(alone), alone).Images));
        }
    }

    [Fact]
    public void Views_are_numbered_unless_images_are_mixed_or_cut_to_a_random_size()
    {
        BatchDraw draw = Draw([3, 0], [0, 0]);
        AugmentationSpec spec = Spec(4, true);
        Assert.Equal(162, Augmentations.Build(spec, Shape, Seed, CPU)(Load(draw), draw).Views!.PerImage);
        Assert.Null(Augmentations.Build(spec with { Mixing = new() { Kind = MixingKind.Mixup } }, Shape, Seed, CPU)(Load(draw), draw).Views);
        Assert.Null(Augmentations.Build(spec with { ResizedCrop = new() }, Shape, Seed, CPU)(Load(draw), draw).Views);
    }

    [Fact]
    public void Steps_leave_no_tensor_behind()
    {
        Augment augment = Augmentations.Build(Spec(4, true), Shape, Seed, CPU);
        ResidentBatches batches = new(Set, new Shuffled(), null, 8, Seed, CPU);
        List<long> live = [];
        for (int epoch = 0; epoch < 3; epoch++)
            foreach (IPendingBatch pending in batches.Epoch(epoch, firstStep: 0))
            {
                using (NewDisposeScope()) augment(pending.Upload(CPU), pending.Draw);
                live.Add(DisposeScopeManager.Statistics.ThreadTotalLiveCount);
            }
        Assert.Single(live.Distinct());
    }

    [Fact]
    public void What_cannot_be_augmented_is_refused()
    {
        Assert.Throws<RecipeException>(() => Augmentations.Build(Spec(-1, true), Shape, Seed, CPU));
        string message = Assert.Throws<RecipeException>(() => Augmentations.Build(Spec(4, true), new(28, 28, 1), Seed, CPU)).Message;
        Assert.Contains("3 channel(s), expected 1", message, StringComparison.Ordinal);
    }

    static AugmentationSpec Spec(int padding, bool flip) => new() { CropPadding = padding, Flip = flip, Normalization = Constants };

    static BatchDraw Draw(ImmutableArray<int> indices, ImmutableArray<int> occurrences, int epoch = 0) => new(epoch, 0, indices, occurrences);

    static Batch Load(BatchDraw draw)
    {
        ResidentImageSet chosen = Set.Select(draw.Indices.AsSpan());
        Tensor images = tensor(chosen.Pixels.ToArray(), [chosen.Count, Shape.Height, Shape.Width, Shape.Channels]).permute(0, 3, 1, 2);
        return new(images, zeros(chosen.Count, int64), tensor(draw.Indices.Select(index => (long)index).ToArray()));
    }

    // In the order rows, columns, channels.
    static float[] Floats(Tensor images) => [.. images.permute(0, 2, 3, 1).contiguous().data<float>()];

    // RandomCrop(size, padding), RandomHorizontalFlip, ToTensor, Normalize of torchvision, one pixel at a time.
    static IEnumerable<float> Plainly(int image, View view, int padding)
    {
        for (int row = 0; row < Shape.Height; row++)
            for (int column = 0; column < Shape.Width; column++)
                for (int channel = 0; channel < Shape.Channels; channel++)
                {
                    int sourceRow = view.Top + row - padding;
                    int sourceColumn = view.Left + (view.Mirrored ? Shape.Width - 1 - column : column) - padding;
                    bool inside = sourceRow >= 0 && sourceRow < Shape.Height && sourceColumn >= 0 && sourceColumn < Shape.Width;
                    byte value = inside ? Set.Pixels.Span[((image * Shape.Height + sourceRow) * Shape.Width + sourceColumn) * Shape.Channels + channel] : (byte)0;
                    yield return (value / 255f - (float)Constants.Mean[channel]) / (float)Constants.Deviation[channel];
                }
    }
}
