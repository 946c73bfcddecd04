using LongTail.Foundation;
using LongTail.Imaging;

namespace LongTail.Pictures;

/// <summary>How pictures in files are found, divided and brought to one size. Only what concerns the size can change the weights by itself: what was found is in the fingerprint of the data.</summary>
public sealed record PictureSource
{
    int? _shorterSide;

    /// <summary>Side of the square that a network sees, in pixels.</summary>
    /// <exception cref="RecipeException">Below 8 or above 4096.</exception>
    public int Size
    {
        get;
        init => field = value is >= 8 and <= 4096 ? value : throw new RecipeException($"Found pictures of {value} pixels, expected 8 to 4096; 224 is usual.");
    } = 224;

    /// <summary>To measure, a picture's shorter side is brought to this, and the square is cut from the centre. In pixels; unless set, 256 for a <see cref="Size"/> of 224, and in proportion, as most of the field has it.</summary>
    /// <exception cref="RecipeException">Below 8 or above 8192.</exception>
    public int ShorterSide
    {
        get => _shorterSide ?? (int)Math.Round(Size * 256 / 224.0, MidpointRounding.AwayFromZero);
        init => _shorterSide = value is >= 8 and <= 8192 ? value : throw new RecipeException($"Found pictures whose shorter side is to become {value} pixels, expected 8 to 8192, and no less than the size; 256 is usual for 224.");
    }

    /// <summary>Whether both are the same in everything.</summary>
    public bool Equals(PictureSource? other) =>
        other is not null && (Size, ShorterSide, PackedSide, TrainList, TestList, ValidationList, ClassList) == (other.Size, other.ShorterSide, other.PackedSide, other.TrainList, other.TestList, other.ValidationList, other.ClassList)
        && (TestFraction, SplitSeed, GroupBy, MostUnreadable, MostPixels) == (other.TestFraction, other.SplitSeed, other.GroupBy, other.MostUnreadable, other.MostPixels);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Size, ShorterSide, PackedSide, TrainList, TestList, SplitSeed);

    /// <summary>
    /// Each picture is first brought to this shorter side, in pixels, never enlarged, and all crops are taken from that; 0 takes them from the picture
    /// in its file. A run keeps what it has brought to size in a pack below its output folder and does not decode it again (docs/decisions/0016).
    /// At least <see cref="ShorterSide"/>, so that measuring enlarges nothing; it then brings to size twice, which is not quite the same pixels as once.
    /// </summary>
    /// <exception cref="RecipeException">Neither 0 nor 8 to 8192.</exception>
    [OmittedFromKeyWhenDefault]
    public int PackedSide
    {
        get;
        init => field = value is 0 or >= 8 and <= 8192 ? value : throw new RecipeException($"Found pictures packed at {value} pixels, expected 8 to 8192, or 0 to take crops from the files.");
    }

    /// <summary>List, table or annotations of the training pictures, below the data folder; not used by class folders and sets known by name.</summary>
    [NotInKey] public string? TrainList { get; init; }

    /// <summary>The same for the test pictures; null to hold out a share of the training pictures.</summary>
    [NotInKey] public string? TestList { get; init; }

    /// <summary>The same for the validation pictures, on which an epoch is chosen and losses that steer by accuracy can be told it; null for none. Also of a set known by name that comes with such a list.</summary>
    [NotInKey] public string? ValidationList { get; init; }

    /// <summary>A file with the name of a class on each line, that of label 0 first, below the data folder, for lists that give numbers; null to call classes by their folders or numbers.</summary>
    [NotInKey] public string? ClassList { get; init; }

    /// <summary>The share of each class that is held out if the source does not name test pictures; at least one picture, and at most all but one.</summary>
    /// <exception cref="RecipeException">Not above 0 and below 1.</exception>
    [NotInKey]
    public double TestFraction
    {
        get;
        init => field = value is > 0 and < 1 ? value : throw new RecipeException(FormattableString.Invariant($"Found a test fraction of {value}, expected above 0 and below 1, such as 0.2."));
    } = 0.2;

    /// <summary>Which pictures are held out; another number is another division.</summary>
    [NotInKey] public int SplitSeed { get; init; }

    /// <summary>Pictures stay together whose paths agree in the first parentheses of this regular expression (or in its whole match); null where each is by itself.</summary>
    [NotInKey] public string? GroupBy { get; init; }

    /// <summary>
    /// The allowed share of pictures with unreadable headers; they are left out and listed. More is an error. Null for the default: 1 % for class folders,
    /// and 0 for lists. With 0 the headers of a list are not read in advance, since half a million files take minutes; a plan sees that every file is there.
    /// </summary>
    [NotInKey] public double? MostUnreadable { get; init; }

    /// <summary>The most pixels that a picture may have; a larger one counts as unreadable. Decoding takes 4 bytes of memory per pixel; pictures above 50 million pixels are decoded one at a time.</summary>
    /// <exception cref="RecipeException">Not 1 to 500 million.</exception>
    [NotInKey]
    public int MostPixels
    {
        get;
        init => field = value is >= 1 and <= 500_000_000 ? value : throw new RecipeException($"Found pictures of {value} pixels at most, expected 1 to 500000000.");
    } = Picture.UsualMostPixels;

    /// <summary>The share of pictures in class folders that may be unreadable unless told otherwise.</summary>
    internal const double OfFolders = 0.01;
}
