using LongTail.Onnx;
using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;

namespace LongTail.Tests.Onnx;

/// <summary>An ONNX file that another program's runtime has opened.</summary>
sealed class OnnxSession : IDisposable
{
    readonly InferenceSession _session;

    public OnnxSession(byte[] model)
    {
        using SessionOptions options = new() { IntraOpNumThreads = 1, LogSeverityLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_WARNING };
        _session = new(model, options);
    }

    public OnnxSession(string path) : this(File.ReadAllBytes(path))
    {
    }

    public ModelMetadata Metadata => _session.ModelMetadata;

    public IReadOnlyDictionary<string, NodeMetadata> Inputs => _session.InputMetadata;

    public IReadOnlyDictionary<string, NodeMetadata> Outputs => _session.OutputMetadata;

    /// <summary>Both outputs, row by row.</summary>
    public (float[] Logits, float[] Probabilities) Ask(ReadOnlySpan<byte> pixels, int count)
    {
        int[] shape = [count, .. Inputs[OnnxFile.Pixels].Dimensions[1..]];
        using var answers = _session.Run([NamedOnnxValue.CreateFromTensor(OnnxFile.Pixels, new DenseTensor<byte>(pixels.ToArray(), shape))]);
        return ([.. Numbers(OnnxFile.Logits)], [.. Numbers(OnnxFile.Probabilities)]);

        DenseTensor<float> Numbers(string name) => answers.Single(answer => answer.Name == name).AsTensor<float>().ToDenseTensor();
    }

    public void Dispose() => _session.Dispose();
}
