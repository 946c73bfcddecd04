using LongTail.Imaging;

namespace LongTail.Data;

/// <summary>Draws a picture as a network is to see it, on any thread.</summary>
/// <param name="picture">Open.</param>
/// <param name="which">Which draw of which image this is; the only source of randomness beside the seed.</param>
/// <param name="rgb">[S, S, 3] bytes to fill.</param>
delegate void DrawPicture(IPicture picture, ImageDraw which, Span<byte> rgb);

/// <summary>One image of a batch.</summary>
/// <param name="Epoch">0-based.</param>
/// <param name="Image">Position in the set.</param>
/// <param name="Occurrence">How often the epoch had drawn it before.</param>
readonly record struct ImageDraw(int Epoch, int Image, int Occurrence);
