using LongTail.Foundation;

namespace LongTail.Packs;

/// <summary>A file is no pack of these pictures as they are now. Whoever knows the pictures builds it anew.</summary>
/// <param name="reason">Found, expected.</param>
/// <param name="inner">What a lower layer said.</param>
sealed class PackException(string reason, Exception? inner = null) : LongTailException(reason, inner);
