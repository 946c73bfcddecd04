using System.Collections.Immutable;
using System.Text;
using LongTail.Store;

namespace LongTail.Figures;

/// <summary>A drawn figure. The same figure gives the same SVG, letter for letter.</summary>
/// <param name="Svg">Text of an SVG file; its letters are text too.</param>
/// <param name="Png">Bytes of a PNG file of the same size, 1000 pixels wide.</param>
public sealed record Picture(string Svg, ImmutableArray<byte> Png)
{
    /// <summary>Writes NAME.png and NAME.svg.</summary>
    /// <param name="folder">Is there.</param>
    /// <param name="name">Without an ending.</param>
    /// <returns>The names of the files.</returns>
    /// <exception cref="Foundation.StorageException">They cannot be written.</exception>
    public ImmutableArray<string> Save(string folder, string name)
    {
        AtomicFile.Write(Path.Combine(folder, name + ".png"), stream => stream.Write(Png.AsSpan()));
        AtomicFile.Write(Path.Combine(folder, name + ".svg"), stream => stream.Write(Encoding.UTF8.GetBytes(Svg)));
        return [name + ".png", name + ".svg"];
    }
}
