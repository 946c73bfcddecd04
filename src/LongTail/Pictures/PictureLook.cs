using LongTail.Foundation;

namespace LongTail.Pictures;

/// <summary>A look at the headers of all pictures of a set.</summary>
/// <param name="Progress">Hears after each picture how many there were so far, on any thread; null for nobody.</param>
/// <param name="Cancel">Stops after the pictures that are being looked at.</param>
sealed record PictureLook(IProgress<CountProgress>? Progress = null, CancellationToken Cancel = default);
