using System.Collections.Immutable;
using System.Security.Cryptography;
using LongTail.Data;
using LongTail.Foundation;
using LongTail.Imaging;
using LongTail.Pictures;

namespace LongTail.Runs;

/// <summary>Reads and decodes every picture of a set, so that nothing stops a training later.</summary>
public static class PictureCheck
{
    /// <summary>Looks at all pictures, on all cores.</summary>
    /// <param name="data">Opened.</param>
    /// <param name="progress">Hears after each picture how many there were so far, on any thread; null for nobody.</param>
    /// <param name="cancel">Stops after the pictures that are being decoded.</param>
    /// <exception cref="RecipeException">Its images are not pictures in files.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public static PictureReport Of(DataSplit data, IProgress<CountProgress>? progress = null, CancellationToken cancel = default)
    {
        ImmutableArray<(PictureSet Part, int Picture)> all = [.. PartsOf(data).SelectMany(part => Enumerable.Range(0, part.Count).Select(picture => (part, picture)))];
        Look[] looks = new Look[all.Length];
        int done = 0;
        Parallel.For(0, looks.Length, new() { CancellationToken = cancel }, i =>
        {
            looks[i] = Open(all[i].Part, all[i].Picture);
            progress?.Report(new(Interlocked.Increment(ref done), looks.Length));
        });
        int[][] equal = [.. looks.Index().Where(look => look.Item.Hash is not null).GroupBy(look => look.Item.Hash, look => look.Index).Select(group => group.ToArray())];
        Thumbnail?[] distinct = new Thumbnail?[looks.Length];
        foreach (int[] group in equal) distinct[group[0]] = looks[group[0]].Thumbnail;
        return new()
        {
            Damaged = [.. looks.Select(look => look.Fault).OfType<LeftOut>()],
            Equal = InOrder(equal.Select(group => group.Select((i, place) => new AlikePicture(i, place == 0 ? null : group[0])).ToArray()), areEqual: true),
            Alike = InOrder(AlikeSearch.Groups(distinct, cancel), areEqual: false),
            Formats = looks.Where(look => look.Fault is null).CountBy(look => look.Format).ToImmutableDictionary(count => count.Key.ToString(), count => count.Value),
            Sizes = [.. looks.Where(look => look.Fault is null).Select(look => look.Size).OrderBy(size => size.Pixels).ThenBy(size => size.Width).Select(size => (size.Width, size.Height))],
        };

        ImmutableArray<RepeatedPictures> InOrder(IEnumerable<AlikePicture[]> groups, bool areEqual) =>
            [.. groups.Where(group => group.Length > 1).Select(group => Told(group, areEqual)).OrderByDescending(repeated => repeated.Others.Length).ThenBy(repeated => repeated.First, StringComparer.Ordinal)];

        // What matters most is shown: two labels, or two parts.
        RepeatedPictures Told(AlikePicture[] group, bool areEqual)
        {
            (int One, int Other)[] pairs = [.. group[1..].Select(picture => (picture.Like!.Value, picture.Picture))];
            (int one, int other) = pairs.OrderByDescending(pair => LabelOf(pair.One) != LabelOf(pair.Other)).ThenByDescending(pair => all[pair.One].Part != all[pair.Other].Part).First();
            return new(areEqual, PathOf(group[0].Picture), [.. pairs.Select(pair => (PathOf(pair.Other), PathOf(pair.One)))], group.Select(picture => LabelOf(picture.Picture)).Distinct().Count() > 1,
                [.. group.Select(picture => all[picture.Picture].Part).Distinct().OrderBy(part => PartsOf(data).IndexOf(part)).Select(PartOf)], (PathOf(one), PathOf(other)));
        }

        string PathOf(int i) => all[i].Part.Paths[all[i].Picture];

        int LabelOf(int i) => all[i].Part.Labels[all[i].Picture];

        string PartOf(PictureSet part) => part == data.Train ? "training" : part == data.Test ? "test" : "validation";
    }

    /// <summary>The parts of a set of pictures: to train on, to measure on, and to choose on where there are some.</summary>
    /// <exception cref="RecipeException">It is another kind of set.</exception>
    internal static ImmutableArray<PictureSet> PartsOf(DataSplit data) => data.PictureParts is { IsEmpty: false } parts ? parts
        : throw new RecipeException($"Found a set whose images are not in files of their own, expected one of pictures: data.set {string.Join(", ", PictureSets.Names)}.");

    static Look Open(PictureSet set, int picture)
    {
        string path = Path.Combine(set.Root, set.Paths[picture]);
        try
        {
            using PictureFile file = PictureFile.Open(path, set.Source.MostPixels);
            byte[] rgb = new byte[Thumbnail.Bytes];   // every pixel is decoded, few are computed
            file.Picture.Draw(Placement.Of(PixelBox.Whole(file.Picture.Size), new(Thumbnail.Side, Thumbnail.Side)), rgb, mayScale: false);
            file.Picture.CheckPixels();
            return new(null, Convert.ToHexString(SHA256.HashData(file.Bytes)), file.Picture.Format, file.Picture.Size, new(rgb, file.Picture.Size));
        }
        catch (PictureException fault)
        {
            return new(new(set.Paths[picture], fault.Fault.ToString(), $"{fault.Message}."), null, default, default, null);
        }
        catch (DataException fault)
        {
            return new(PictureInspection.Of(set.Paths[picture], fault), null, default, default, null);
        }
    }

    readonly record struct Look(LeftOut? Fault, string? Hash, PictureFormat Format, PictureSize Size, Thumbnail? Thumbnail);
}
