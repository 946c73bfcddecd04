using LongTail.Runs;

namespace LongTail.Onnx;

/// <summary>An ONNX file that was written.</summary>
/// <param name="Path">Where it is.</param>
/// <param name="Bytes">Its size.</param>
/// <param name="Card">The network: its method, its classes and what it was trained on.</param>
/// <param name="Height">Rows of the pictures it takes.</param>
/// <param name="Width">Columns of the pictures it takes.</param>
/// <param name="Channels">Numbers of a pixel: 3 for red, green and blue, 1 for grey.</param>
/// <param name="ShorterSide">What a picture's shorter side becomes, in pixels, before its middle is taken.</param>
public sealed record OnnxDescription(string Path, long Bytes, ModelCard Card, int Height, int Width, int Channels, int ShorterSide);
