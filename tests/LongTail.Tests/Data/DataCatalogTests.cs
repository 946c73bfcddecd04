using LongTail.Data;
using LongTail.Foundation;

namespace LongTail.Tests.Data;

public class DataCatalogTests
{
    static readonly TrainingSet Embedded = new() { Set = "fashion-lt" };

    [Theory]
    [InlineData("cifar10", 10, 3, true)]
    [InlineData("cifar100", 100, 3, true)]
    [InlineData("fashion-mnist", 10, 1, true)]
    [InlineData("mnist", 10, 1, true)]
    [InlineData("fashion-lt", 10, 1, false)]
    public void A_known_set_tells_what_it_is_without_its_files(string name, int classes, int channels, bool needsFolder)
    {
        KnownSet known = DataCatalog.Find(name);
        Assert.Equal((classes, channels, needsFolder), (known.ClassNames.Length, known.Shape.Channels, known.NeedsFolder));
        Assert.Equal(classes, known.ClassNames.Distinct().Count());
        Assert.Equal(channels, known.Normalization.Mean.Length);
        Assert.Equal(channels, known.Normalization.Deviation.Length);
    }

    [Theory]
    [InlineData("cifar-100", "Did you mean cifar100?")]
    [InlineData("imagenet", "expected one of cifar10, cifar100, fashion-mnist, mnist, fashion-lt, folders, list, csv, annotations, places-lt, imagenet-lt, inaturalist2018.")]
    public void An_unknown_set_is_answered_with_the_known_ones_and_the_nearest(string name, string part) =>
        Assert.Contains(part, Assert.Throws<RecipeException>(() => DataCatalog.Open(new TrainingSet { Set = name }, null, cancel: TestContext.Current.CancellationToken)).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("cifar10", "test_batch.bin", "cs.toronto.edu")]
    [InlineData("cifar100", "train.bin", "cs.toronto.edu")]
    [InlineData("fashion-mnist", "t10k-labels-idx1-ubyte", "dataset-fashion-mnist")]
    [InlineData("mnist", "t10k-labels-idx1-ubyte", "yann.lecun.com")]
    public void A_set_without_its_folder_says_which_files_it_needs_and_where_they_come_from(string name, string file, string source)
    {
        foreach (string? folder in new[] { null, "/no/such/folder" })
        {
            string message = Assert.Throws<DataException>(() => DataCatalog.Open(new TrainingSet { Set = name }, folder, cancel: TestContext.Current.CancellationToken)).Message;
            Assert.Contains(file, message, StringComparison.Ordinal);
            Assert.Contains(source, message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void The_pinned_fingerprint_opens_and_another_is_refused()
    {
        string fingerprint = DataCatalog.Open(Embedded, null, cancel: TestContext.Current.CancellationToken).Fingerprint;
        Assert.Equal(fingerprint, DataCatalog.Open(Embedded with { Fingerprint = fingerprint }, null, cancel: TestContext.Current.CancellationToken).Fingerprint);
        string message = Assert.ThrowsAny<DataException>(() => DataCatalog.Open(Embedded with { Fingerprint = new string('0', 64) }, null, cancel: TestContext.Current.CancellationToken)).Message;
        Assert.Contains(fingerprint, message, StringComparison.Ordinal);
        Assert.Contains(new string('0', 64), message, StringComparison.Ordinal);
        Assert.EndsWith("To measure a trained network on other pictures, use longtail evaluate with --pictures; to ask it about some whose classes nobody knows, longtail predict.", message, StringComparison.Ordinal);
    }

    [Fact]
    public void Every_cut_has_a_fingerprint_of_its_own()
    {
        LongTailProfile[] profiles = [new AsItIs(), new ExponentialProfile(10), new ExponentialProfile(5), new StepProfile(2)];
        string[] fingerprints =
        [
            .. profiles.Select(profile => DataCatalog.Open(Embedded with { Profile = profile }, null, cancel: TestContext.Current.CancellationToken).Fingerprint),
            DataCatalog.Open(Embedded with { Profile = new ExponentialProfile(10), SubsetSeed = 1 }, null, cancel: TestContext.Current.CancellationToken).Fingerprint,
        ];
        Assert.Equal(fingerprints.Length, fingerprints.Distinct().Count());
    }

    [Fact]
    public void The_fingerprint_sees_every_label_and_pixel_of_all_parts()
    {
        ResidentImageSet Set(byte pixel, int label, params string[] names) => new(new(1, 1, 1), new byte[] { 9, pixel }, [0, label], [.. names]);
        ResidentImageSet plain = Set(1, 1, "a", "b");
        string[] fingerprints =
        [
            Fingerprint.Of(plain, plain, null),
            Fingerprint.Of(Set(2, 1, "a", "b"), plain, null),
            Fingerprint.Of(plain, Set(2, 1, "a", "b"), null),
            Fingerprint.Of(plain, plain, plain),
            Fingerprint.Of(plain, plain, Set(1, 0, "a", "b")),
            Fingerprint.Of(Set(1, 0, "a", "b"), plain, null),
            Fingerprint.Of(Set(1, 1, "a", "b", "c"), plain, null),
            Fingerprint.Of(new ResidentImageSet(new(1, 2, 1), new byte[] { 9, 1 }, [0], ["a", "b"]), plain, null),
        ];
        Assert.Equal(fingerprints.Length, fingerprints.Distinct().Count());
        Assert.Equal(fingerprints[0], Fingerprint.Of(Set(1, 1, "other", "names"), plain, null));
    }

    [Fact]
    public void A_cut_that_empties_a_class_is_refused_by_its_name() =>
        Assert.Contains("ankle boot", Assert.Throws<DataException>(() =>
            DataCatalog.Open(Embedded with { Profile = new ExponentialProfile(2000) }, null, cancel: TestContext.Current.CancellationToken)).Message, StringComparison.Ordinal);
}
