using System.Text.Json.Nodes;
using LongTail.Networks;
using LongTail.Tests.Golden;

namespace LongTail.Tests.Networks;

/// <summary>The networks that resnet_imagenet_golden.py knows, by its labels.</summary>
static class ImageNetLabels
{
    public static JsonNode Golden { get; } = GoldenFile.Read("resnet_imagenet.json");

    public static int Side { get; } = (int)Golden["side"]!;

    public static int Classes { get; } = (int)Golden["classes"]!;

    public static ImageNetResNet Spec(string label)
    {
        string plain = label.Replace("-caffe", "", StringComparison.Ordinal);
        ImageNetResNet spec = plain == "resnext50-32x4d" ? new() { Depth = 50, Groups = 32, WidthPerGroup = 4 } : new() { Depth = int.Parse(plain["resnet".Length..], null) };
        return spec with { Strides = plain == label ? BottleneckStrides.Torchvision : BottleneckStrides.Caffe };
    }
}
