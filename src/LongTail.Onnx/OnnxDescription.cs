using LongTail.Prediction;
using LongTail.Runs;

namespace LongTail.Onnx;

/// <summary>An ONNX file that was written.</summary>
/// <param name="Path">Where it is.</param>
/// <param name="Bytes">Its size.</param>
/// <param name="Card">The network: its method, its classes and what it was trained on.</param>
/// <param name="View">What a picture must become to go in.</param>
public sealed record OnnxDescription(string Path, long Bytes, ModelCard Card, PictureView View);
