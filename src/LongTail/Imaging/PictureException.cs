using LongTail.Foundation;

namespace LongTail.Imaging;

/// <summary>A file is no picture that can be shown. The message is the reason alone: whoever knows the file names it.</summary>
sealed class PictureException(PictureFaultKind kind, string reason) : LongTailException(reason)
{
    public PictureFaultKind Kind { get; } = kind;
}

/// <summary>What is wrong with a picture, by which faults are counted.</summary>
enum PictureFaultKind
{
    /// <summary>The file has no bytes.</summary>
    Empty,

    /// <summary>It is something else.</summary>
    NotAPicture,

    /// <summary>It ends before the picture does.</summary>
    Truncated,

    /// <summary>Its bytes do not make sense.</summary>
    Damaged,

    /// <summary>It has more pixels than a picture is trusted with.</summary>
    TooLarge,
}
