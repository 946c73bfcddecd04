// The region below is the example of docs/onnx.md, word for word; OnnxExampleTests compares them.
#region ONNX
using System.Text.Json;
using LongTail.Prediction;
using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;

sealed class OnnxExample : IDisposable
{
    readonly InferenceSession _session;
    readonly PictureView _view;
    readonly string[] _classes;

    public OnnxExample(string path)
    {
        _session = new(path);
        Dictionary<string, string> said = _session.ModelMetadata.CustomMetadataMap;
        _view = PictureView.FromMetadata(said);
        _classes = JsonSerializer.Deserialize<string[]>(said["class_names"])!;
    }

    public (string Class, float Probability) Ask(string picture)
    {
        DenseTensor<byte> pixels = new(_view.Read(picture), [1, _view.Shape.Height, _view.Shape.Width, _view.Shape.Channels]);
        using var answers = _session.Run([NamedOnnxValue.CreateFromTensor("pixels", pixels)], ["probabilities"]);
        float[] probabilities = [.. answers[0].AsEnumerable<float>()];
        int best = Array.IndexOf(probabilities, probabilities.Max());
        return (_classes[best], probabilities[best]);
    }

    public void Dispose() => _session.Dispose();
}
#endregion
