using LongTail.Foundation;

namespace LongTail.Imaging;

/// <summary>A file gives no picture. Whoever knows the file's name counts and lists it.</summary>
/// <param name="fault">The kind, for counting.</param>
/// <param name="reason">One line without the file's name: found, expected.</param>
/// <param name="inner">What a lower layer said.</param>
sealed class PictureException(PictureFault fault, string reason, Exception? inner = null) : LongTailException(reason, inner)
{
    /// <summary>The kind.</summary>
    public PictureFault Fault => fault;
}
