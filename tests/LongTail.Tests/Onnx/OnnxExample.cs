// The region below is the example of docs/onnx.md, word for word; OnnxExampleTests compares them.
#region ONNX
using System.Globalization;
using System.Text.Json;
using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;
using SkiaSharp;

sealed class OnnxExample(string path) : IDisposable
{
    readonly InferenceSession _session = new(path);

    public (string Class, float Probability) Ask(string picture)
    {
        Dictionary<string, string> said = _session.ModelMetadata.CustomMetadataMap;
        string[] classes = JsonSerializer.Deserialize<string[]>(said["class_names"])!;
        DenseTensor<byte> pixels = Pixels(picture, Whole(said["height"]), Whole(said["width"]), Whole(said["resize_shorter_side"]));
        using var answers = _session.Run([NamedOnnxValue.CreateFromTensor("pixels", pixels)], ["probabilities"]);
        float[] probabilities = [.. answers[0].AsEnumerable<float>()];
        int best = Array.IndexOf(probabilities, probabilities.Max());
        return (classes[best], probabilities[best]);
    }

    static DenseTensor<byte> Pixels(string picture, int height, int width, int shorterSide)
    {
        using SKBitmap file = SKBitmap.Decode(picture);
        double scale = (double)shorterSide / Math.Min(file.Width, file.Height);
        SKImageInfo size = new((int)(file.Width * scale), (int)(file.Height * scale));
        using SKBitmap sized = file.Resize(size, new SKSamplingOptions(SKFilterMode.Linear, SKMipmapMode.Linear));
        (int left, int top) = ((sized.Width - width) / 2, (sized.Height - height) / 2);
        DenseTensor<byte> pixels = new([1, height, width, 3]);
        for (int y = 0; y < height; y++)
            for (int x = 0; x < width; x++)
            {
                SKColor colour = sized.GetPixel(left + x, top + y);
                (pixels[0, y, x, 0], pixels[0, y, x, 1], pixels[0, y, x, 2]) = (colour.Red, colour.Green, colour.Blue);
            }
        return pixels;
    }

    static int Whole(string number) => int.Parse(number, CultureInfo.InvariantCulture);

    public void Dispose() => _session.Dispose();
}
#endregion
