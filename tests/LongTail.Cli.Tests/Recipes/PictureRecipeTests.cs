using LongTail.Cli.Commands;
using LongTail.Data;
using LongTail.Foundation;
using LongTail.Pictures;
using LongTail.Recipes;
using LongTail.Stages;

namespace LongTail.Cli.Tests.Recipes;

/// <summary>What recipes say about pictures in files.</summary>
public sealed class PictureRecipeTests
{
    [Fact]
    public void Class_folders_are_seen_at_224_pixels_by_random_parts_unless_told_otherwise()
    {
        Recipe recipe = Bound("data.set=folders");
        Assert.Equal(new TrainingSet { Set = "folders", Pictures = new() { Size = 224, ShorterSide = 256, MostUnreadable = 0.01 } }, recipe.Data);
        Assert.Equal(new AugmentationSpec { CropPadding = 0, ResizedCrop = new(), Normalization = Normalization.ImageNet }, recipe.Augmentation);
    }

    [Fact]
    public void Everything_about_them_can_be_said()
    {
        Recipe recipe = Bound("data.set=folders", "data.size=64", "data.resize=70", "data.packedSide=80", "data.testFraction=0.1", "data.splitSeed=3", "data.groupBy=^[^_]+", "data.mostUnreadable=0.5", "data.mostPixels=1000000",
            "augmentation.minArea=0.3", "augmentation.jitter=0.2", "augmentation.flip=false");
        Assert.Equal(new PictureSource { Size = 64, ShorterSide = 70, PackedSide = 80, TestFraction = 0.1, SplitSeed = 3, GroupBy = "^[^_]+", MostUnreadable = 0.5, MostPixels = 1_000_000 }, recipe.Data.Pictures);
        Assert.Equal(
            new AugmentationSpec
            {
                CropPadding = 0,
                Flip = false,
                ResizedCrop = new() { MinArea = 0.3 },
                Normalization = Normalization.ImageNet,
                Jitter = new() { Brightness = 0.2, Contrast = 0.2, Saturation = 0.2 },
            },
            recipe.Augmentation);
        Assert.Equal(new() { CropPadding = 6, Normalization = Normalization.ImageNet }, Bound("data.set=folders", "augmentation.crop=padded", "augmentation.cropPadding=6").Augmentation);
    }

    [Fact]
    public void Changes_of_bytes_and_mixing_are_for_all_sets()
    {
        AugmentationSpec spec = Bound("augmentation.jitter=0.4", "augmentation.hue=0.1", "augmentation.policy=randaugment", "augmentation.strength=14", "augmentation.cutout=8",
            "augmentation.mix=cutmix", "augmentation.mixProbability=0.5").Augmentation;
        Assert.Equal(new Stages.ColorJitter { Hue = 0.1 }, spec.Jitter);
        Assert.Equal(new RandAugmentPolicy { Operations = 2, Strength = 14 }, spec.Policy);
        Assert.Equal(8, spec.Cutout);
        Assert.Equal(new LabelMixing { Kind = MixingKind.CutMix, Probability = 0.5 }, spec.Mixing);
        Assert.Equal(new LabelMixing { Kind = MixingKind.Mixup, Alpha = 0.2 }, Bound("augmentation.mix=mixup", "augmentation.mixAlpha=0.2").Augmentation.Mixing);
        Assert.Equal(new AutoAugmentPolicy(AutoAugmentData.Cifar10), Bound("augmentation.policy=autoaugment-cifar10").Augmentation.Policy);
        Assert.Equal(new AutoAugmentPolicy(AutoAugmentData.ImageNet), Bound("augmentation.policy=autoaugment-imagenet").Augmentation.Policy);
    }

    [Theory, InlineData("list"), InlineData("csv"), InlineData("annotations")]
    public void Lists_are_named_below_the_data_folder(string set) => Assert.Equal(
        new PictureSource { TrainList = "a/train.txt", TestList = "test.txt", MostUnreadable = 0 }, Bound($"data.set={set}", "data.train=a/train.txt", "data.test=test.txt").Data.Pictures);

    [Fact]
    public void A_list_may_have_names_for_its_numbers()
    {
        Assert.Equal("names.txt", Bound("data.set=list", "data.train=train.txt", "data.classes=names.txt").Data.Pictures!.ClassList);
        Assert.Contains("data.classes: found \"names.txt\", which counts only where data.set is list", Assert.Throws<RecipeException>(() => Bound("data.set=csv", "data.train=train.csv", "data.classes=names.txt")).Message, StringComparison.Ordinal);
    }

    // The shorter side grows with the square, as 256 is to 224.
    [Theory, InlineData(112, 128), InlineData(64, 73), InlineData(299, 342)]
    public void Measuring_takes_the_same_share_at_any_size(int size, int shorterSide) => Assert.Equal(shorterSide, Bound("data.set=places-lt", $"data.size={size}").Data.Pictures!.ShorterSide);

    [Fact]
    public void INaturalist_is_normalised_by_its_own_constants() => Assert.Equal(Normalization.INaturalist, Bound("data.set=inaturalist2018").Augmentation.Normalization);

    [Theory]
    [InlineData("data.set=list", "epochs=1", "data.train: found nothing, expected the path of a list below the data folder")]
    [InlineData("data.set=cifar10", "data.size=64", "data.size: found 64, which counts only where data.set is folders or list or csv or annotations or places-lt")]
    [InlineData("data.set=cifar10", "augmentation.minArea=0.4", "augmentation.minArea: found 0.4, which counts only where augmentation.crop is resized")]
    [InlineData("data.set=cifar10", "data.packedSide=256", "data.packedSide: found 256, which counts only where data.set is folders or list")]
    [InlineData("data.set=folders", "data.packedSide=-1", "data.packedSide: found -1, expected a whole number from 0 to 8192")]
    [InlineData("data.set=folders", "data.mostPixels=0", "data.mostPixels: found 0, expected a whole number from 1 to 500000000")]
    [InlineData("data.set=folders", "data.packedSide=7", "Found pictures packed at 7 pixels, expected 8 to 8192, or 0 to take crops from the files.")]
    [InlineData("data.set=folders", "augmentation.cropPadding=4", "augmentation.cropPadding: found 4, which counts only where augmentation.crop is padded; here it is resized")]
    [InlineData("augmentation.policy=autoaugment-cifar10", "augmentation.strength=3", "augmentation.strength: found 3, which counts only where augmentation.policy is randaugment")]
    [InlineData("epochs=1", "augmentation.mixAlpha=0.3", "augmentation.mixAlpha: found 0.3, which counts only where augmentation.mix is mixup or cutmix")]
    [InlineData("epochs=1", "augmentation.policy=auto", "augmentation.policy: found \"auto\", expected none, randaugment, autoaugment-cifar10 or autoaugment-imagenet")]
    [InlineData("data.set=folders", "data.testFraction=1", "data.testFraction: found 1, expected a number above 0 to below 1")]
    [InlineData("data.set=places-lt", "data.testFraction=0.5", "data.testFraction: found 0.5, which counts only where data.set is folders or list")]
    public void What_does_not_belong_is_refused(string first, string second, string fault) =>
        Assert.Contains(fault, Assert.Throws<RecipeException>(() => Bound(first, second)).Message, StringComparison.Ordinal);

    [Fact]
    public void Another_set_leaves_the_settings_of_pictures_behind() =>
        Assert.Null(Bound("data.set=folders", "data.size=64", "augmentation.jitter=0.4", "data.set=fashion-lt").Data.Pictures);

    // Its padding, which only small images have, is left behind where the set is changed.
    static Recipe Bound(params string[] settings) => RecipeBinder.Bind(CommonOptions.Recipe("fashion-lt-ce", settings));
}
