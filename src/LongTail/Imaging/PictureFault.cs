namespace LongTail.Imaging;

/// <summary>Why a file gives no picture.</summary>
enum PictureFault
{
    /// <summary>It has no bytes.</summary>
    Empty,

    /// <summary>It is something else, such as a web page.</summary>
    NotAPicture,

    /// <summary>It ends too early.</summary>
    Truncated,

    /// <summary>It contradicts its format.</summary>
    Damaged,

    /// <summary>Its header promises more pixels than allowed.</summary>
    TooLarge,

    /// <summary>It is a picture, of a kind that is not read here.</summary>
    Unsupported,
}
