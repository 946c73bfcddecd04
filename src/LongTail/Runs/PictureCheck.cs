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
    /// <param name="looked">Hears after each picture how many there were so far; on any thread. Null for nobody.</param>
    /// <param name="cancel">Stops after the pictures that are being decoded.</param>
    /// <exception cref="RecipeException">Its images are not pictures in files.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public static PictureReport Of(DataSplit data, Action<int>? looked = null, CancellationToken cancel = default)
    {
        ImmutableArray<(PictureSet Part, int Picture)> all = [.. PartsOf(data).SelectMany(part => Enumerable.Range(0, part.Count).Select(picture => (part, picture)))];
        Look[] looks = new Look[all.Length];
        int done = 0;
        Parallel.For(0, looks.Length, new() { CancellationToken = cancel }, i =>
        {
            looks[i] = Open(all[i].Part, all[i].Picture);
            looked?.Invoke(Interlocked.Increment(ref done));
        });
        return new()
        {
            Damaged = [.. looks.Select(look => look.Fault).OfType<LeftOut>()],
            Equal = InOrder(looks.Index().Where(look => look.Item.Hash is not null).GroupBy(look => look.Item.Hash, look => look.Index).Select(group => group.ToArray()), areEqual: true),
            Alike = InOrder(AlikeSearch.Groups([.. looks.Select(look => look.Thumbnail)], cancel).Select(group => group.DistinctBy(i => looks[i].Hash).ToArray()), areEqual: false),
            Formats = looks.Where(look => look.Fault is null).CountBy(look => look.Format).ToImmutableDictionary(count => count.Key.ToString(), count => count.Value),
            Sizes = [.. looks.Where(look => look.Fault is null).Select(look => look.Size).OrderBy(size => size.Pixels).ThenBy(size => size.Width).Select(size => (size.Width, size.Height))],
        };

        ImmutableArray<RepeatedPictures> InOrder(IEnumerable<int[]> groups, bool areEqual) =>
        [
            .. groups.Where(group => group.Length > 1)
                .Select(group => new RepeatedPictures(areEqual, [.. group.Select(PathOf)], group.Select(LabelOf).Distinct().Count() > 1, [.. group.Select(i => all[i].Part).Distinct().Select(PartOf)]))
                .OrderByDescending(repeated => repeated.Paths.Length).ThenBy(repeated => repeated.Paths[0], StringComparer.Ordinal),
        ];

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
            return new(new(set.Paths[picture], "Missing", fault.Message), null, default, default, null);
        }
    }

    readonly record struct Look(LeftOut? Fault, string? Hash, PictureFormat Format, PictureSize Size, Thumbnail? Thumbnail);
}
