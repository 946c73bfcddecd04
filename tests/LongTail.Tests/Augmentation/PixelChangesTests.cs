using LongTail.Augmentation;
using LongTail.Data;
using LongTail.Foundation;
using LongTail.Imaging;
using LongTail.Stages;
using TorchSharp;
using static TorchSharp.torch;

namespace LongTail.Tests.Augmentation;

/// <summary>Jitter, policies and cutout of images that are in memory, and of pictures alike.</summary>
public sealed class PixelChangesTests : IDisposable
{
    static readonly Seed Seed = new(5);

    readonly DisposeScope _scope = NewDisposeScope();

    public void Dispose() => _scope.Dispose();

    public static TheoryData<string> Kinds => ["jitter", "hue", "randaugment", "autoaugment-cifar10", "autoaugment-imagenet", "cutout", "all"];

    [Theory, MemberData(nameof(Kinds))]
    public void What_is_done_to_an_image_depends_on_its_draw_alone(string kind)
    {
        foreach (int channels in new[] { 1, 3 })
        {
            ResidentImageSet set = Set(channels);
            AugmentationSpec spec = Spec(kind, channels);
            BatchDraw together = Draw([3, 0, 9, 3, 7], [0, 0, 0, 1, 2]);
            float[][] whole = Rows(spec, set, together);
            Assert.Equal(whole, Rows(spec, set, together));
            for (int row = 0; row < whole.Length; row++)
                Assert.Equal(whole[row], Rows(spec, set, Draw([together.Indices[row]], [together.Occurrences[row]]) with { Step = 5 })[0]);
            if (channels == 1 && kind == "hue") continue;                       // grey has none
            int changed = Enumerable.Range(0, 10).Count(epoch => !Rows(spec, set, together with { Epoch = epoch })[0].SequenceEqual(Rows(Spec("none", channels), set, together with { Epoch = epoch })[0]));
            Assert.InRange(changed, 4, 10);
            Assert.Equal(kind == "none", Augmentations.Build(spec, set.Shape, Seed, CPU)(Load(set, together), together).Views is not null);
        }
    }

    [Theory, MemberData(nameof(Kinds))]
    public void In_memory_they_are_the_changes_that_pictures_have(string kind)
    {
        ResidentImageSet set = Set(3);
        AugmentationSpec spec = Spec(kind, 3) with { CropPadding = 0, Flip = false, Normalization = new([0, 0, 0], [1 / 255.0, 1 / 255.0, 1 / 255.0]) };
        BatchDraw draw = Draw([3, 0, 9, 3], [0, 0, 0, 1]);
        float[][] rows = Rows(spec, set, draw);
        for (int row = 0; row < rows.Length; row++)
        {
            byte[] pixels = set.Pixels.Span.Slice(draw.Indices[row] * set.Shape.Bytes, set.Shape.Bytes).ToArray();
            PixelChanges.Of(spec, Seed)!.Apply(pixels, new(set.Shape.Width, set.Shape.Height), new(draw.Epoch, draw.Indices[row], draw.Occurrences[row]));
            Assert.Equal(pixels.Select(value => (float)value).ToArray(), rows[row].Select(value => MathF.Round(value)).ToArray());
        }
    }

    [Theory, MemberData(nameof(Kinds))]
    public void Each_draw_of_an_image_in_an_epoch_is_changed_in_a_way_of_its_own(string kind)
    {
        ResidentImageSet set = Set(3);
        AugmentationSpec spec = Spec(kind, 3) with { CropPadding = 0, Flip = false };
        float[][][] epochs = [.. Enumerable.Range(0, 10).Select(epoch => Rows(spec, set, Draw([3, 3, 3], [0, 1, 2]) with { Epoch = epoch }))];
        Assert.Contains(epochs, rows => !rows[0].SequenceEqual(rows[1]));
        Assert.Contains(epochs, rows => !rows[0].SequenceEqual(rows[2]));
        Assert.Contains(epochs, rows => !rows[1].SequenceEqual(rows[2]));
    }

    // The stream of a draw has the factors first, then the order; with a hue, its turn is number 5 and the order numbers 6 to 8.
    [Theory, InlineData(0), InlineData(0.4)]
    public void Jitter_takes_its_factors_and_their_order_from_numbers_of_their_own(double hue)
    {
        ResidentImageSet set = Set(3);
        AugmentationSpec spec = Spec("none", 3) with { Jitter = new() { Hue = hue } };
        for (int epoch = 0; epoch < 20; epoch++)
        {
            byte[] expected = set.Pixels.Span[..set.Shape.Bytes].ToArray(), found = [.. expected];
            CounterRandom random = new(Seed.For("jitter", epoch).Bits(1UL << 32));
            float[] factors = [.. ((ulong[])[0, 1, 2]).Select(position => (float)(0.6 + 0.8 * random.Uniform(position)))];
            List<ColorChange> changes = [new(ColorQuality.Brightness, factors[0]), new(ColorQuality.Contrast, factors[1]), new(ColorQuality.Saturation, factors[2])];
            if (hue > 0) changes.Add(new(ColorQuality.Hue, (float)(1 + hue * (2 * random.Uniform(5) - 1)) - 1));
            ulong next = hue > 0 ? 6UL : 3;
            for (int last = changes.Count - 1; last > 0; last--)
            {
                int chosen = random.Below(next++, last + 1);
                (changes[last], changes[chosen]) = (changes[chosen], changes[last]);
            }
            ColorChanges.Apply(expected, [.. changes]);
            PixelChanges.Of(spec, Seed)!.Apply(found, new(set.Shape.Width, set.Shape.Height), new(epoch, 0, 1));
            Assert.Equal(expected, found);
        }
    }

    [Fact]
    public void The_bytes_that_came_are_left_alone()
    {
        ResidentImageSet set = Set(3);
        BatchDraw draw = Draw([1, 2], [0, 0]);
        Batch loaded = Load(set, draw);
        float[] before = Floats(loaded.Images.to(float32));
        Augmentations.Build(Spec("all", 3) with { CropPadding = 0, Flip = false }, set.Shape, Seed, CPU)(loaded, draw);
        Assert.Equal(before, Floats(loaded.Images.to(float32)));
    }

    // In the authors' code zeros are put into normalised images: that is the mean of the training images.
    [Fact]
    public void Cutout_hides_by_what_is_zero_after_normalisation()
    {
        ResidentImageSet set = Set(3);
        AugmentationSpec spec = Spec("cutout", 3) with { CropPadding = 0, Flip = false }, plain = spec with { Cutout = 0 };
        BatchDraw draw = Draw([.. Enumerable.Range(0, 10)], [.. Enumerable.Repeat(0, 10)]);
        float[] hidden = [.. Rows(spec, set, draw).SelectMany(row => row)], seen = [.. Rows(plain, set, draw).SelectMany(row => row)];
        float[] changed = [.. hidden.Where((value, i) => value != seen[i])];
        Assert.InRange(changed.Length, 10 * 4 * 3, 10 * 16 * 3);                // squares of 4 x 4, less at the border
        Assert.All(changed, value => Assert.InRange(value, -0.5f / 255 / 0.19f, 0.5f / 255 / 0.19f));
    }

    [Fact]
    public void Values_out_of_range_are_refused()
    {
        Assert.Contains("-1 pixels", Assert.Throws<RecipeException>(() => new AugmentationSpec { Normalization = Normalization.Cifar, Cutout = -1 }).Message, StringComparison.Ordinal);
        Assert.Contains("0.6", Assert.Throws<RecipeException>(() => new ColorJitter { Hue = 0.6 }).Message, StringComparison.Ordinal);
        Assert.Contains("15 operations", Assert.Throws<RecipeException>(() => new RandAugmentPolicy { Operations = 15 }).Message, StringComparison.Ordinal);
        Assert.Contains("31 as strength", Assert.Throws<RecipeException>(() => new RandAugmentPolicy { Strength = 31 }).Message, StringComparison.Ordinal);
        Assert.Contains("alpha of 0", Assert.Throws<RecipeException>(() => new LabelMixing { Kind = MixingKind.CutMix, Alpha = 0 }).Message, StringComparison.Ordinal);
        Assert.Contains("2 for the part", Assert.Throws<RecipeException>(() => new LabelMixing { Kind = MixingKind.CutMix, Probability = 2 }).Message, StringComparison.Ordinal);
    }

    static float[][] Rows(AugmentationSpec spec, ResidentImageSet set, BatchDraw draw) =>
        [.. Floats(Augmentations.Build(spec, set.Shape, Seed, CPU)(Load(set, draw), draw).Images).Chunk(set.Shape.Bytes)];

    // Rows x columns x channels of each image.
    static float[] Floats(Tensor images) => images.permute(0, 2, 3, 1).contiguous().data<float>().ToArray();

    static Batch Load(ResidentImageSet set, BatchDraw draw) => new(
        stack(draw.Indices.Select(image => tensor(set.Pixels.Span.Slice(image * set.Shape.Bytes, set.Shape.Bytes).ToArray(), [set.Shape.Height, set.Shape.Width, set.Shape.Channels]))).permute(0, 3, 1, 2),
        zeros(draw.Indices.Length, int64), arange(draw.Indices.Length));

    static BatchDraw Draw(int[] images, int[] occurrences) => new(2, 0, [.. images], [.. occurrences]);

    // A bright wedge over colours that change slowly: every operation has something to do.
    static ResidentImageSet Set(int channels)
    {
        ImageShape shape = new(12, 10, channels);
        byte[] pixels = new byte[10 * shape.Bytes];
        for (int i = 0; i < pixels.Length; i++)
        {
            int channel = i % channels, column = i / channels % 10, row = i / channels / 10 % 12, image = i / shape.Bytes;
            pixels[i] = (byte)(column > row ? 250 - 20 * channel : 10 + 9 * row + 5 * column + 30 * channel + 3 * image);
        }
        return new(shape, pixels, [.. Enumerable.Repeat(0, 10)], ["all"]);
    }

    static AugmentationSpec Spec(string kind, int channels) => new()
    {
        CropPadding = 2,
        Normalization = channels == 3 ? Normalization.Cifar : Normalization.Mnist,
        Jitter = kind is "jitter" or "all" ? new() { Hue = kind == "all" ? 0.1 : 0 } : kind == "hue" ? new() { Brightness = 0, Contrast = 0, Saturation = 0, Hue = 0.4 } : null,
        Policy = kind switch
        {
            "randaugment" or "all" => new RandAugmentPolicy(),
            "autoaugment-cifar10" => new AutoAugmentPolicy(AutoAugmentData.Cifar10),
            "autoaugment-imagenet" => new AutoAugmentPolicy(AutoAugmentData.ImageNet),
            _ => null,
        },
        Cutout = kind is "cutout" or "all" ? 4 : 0,
    };
}
