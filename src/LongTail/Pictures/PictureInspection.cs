using System.Collections.Immutable;
using LongTail.Foundation;
using LongTail.Imaging;

namespace LongTail.Pictures;

/// <summary>Looks at pictures before anybody trains on them.</summary>
static class PictureInspection
{
    /// <summary>Those that cannot be read, in the order given.</summary>
    /// <param name="root">The data folder.</param>
    /// <param name="paths">Below it.</param>
    /// <param name="pixels">Decode them whole; otherwise the headers are looked at.</param>
    public static ImmutableArray<LeftOut> Unreadable(string root, ImmutableArray<string> paths, bool pixels)
    {
        LeftOut?[] faults = new LeftOut?[paths.Length];
        Parallel.For(0, paths.Length, i => faults[i] = Fault(root, paths[i], pixels));
        return [.. faults.OfType<LeftOut>()];
    }

    static LeftOut? Fault(string root, string path, bool pixels)
    {
        try
        {
            using PictureFile file = PictureFile.Open(Path.Combine(root, path));
            if (pixels) file.Picture.Draw(Whole(file.Picture.Size), new byte[3 * Side * Side]);
            return null;
        }
        catch (PictureException fault)
        {
            return new(path, fault.Kind.ToString(), fault.Message);
        }
        catch (DataException fault)
        {
            return new(path, "Missing", fault.Message);
        }
    }

    const int Side = 8;

    static Placement Whole(PictureSize size) => new(new(0, 0, size.Width, size.Height), new(Side, Side), new(0, 0, Side, Side));
}
