using LongTail.Data;
using LongTail.Runs;
using TorchSharp;
using static TorchSharp.torch;

namespace LongTail.Tests.Runs;

public sealed class EvaluationBatchTests
{
    [Theory]
    [InlineData(DeviceType.CPU, 32, 256)]
    [InlineData(DeviceType.CPU, 224, 256)]
    [InlineData(DeviceType.CUDA, 32, 2048)]
    [InlineData(DeviceType.CUDA, 112, 1024)]
    [InlineData(DeviceType.CUDA, 224, 256)]
    [InlineData(DeviceType.CUDA, 448, 256)]
    public void A_device_measures_more_small_images_at_once(DeviceType device, int side, int images) =>
        Assert.Equal(images, SharedMaterial.EvaluationBatch(new Device(device), new ImageShape(side, side, 3)));
}
