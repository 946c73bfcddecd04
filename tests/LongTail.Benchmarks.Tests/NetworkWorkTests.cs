using LongTail.Benchmarks.Roof;
using LongTail.Data;
using LongTail.Networks;
using static TorchSharp.torch;

namespace LongTail.Benchmarks.Tests;

public sealed class NetworkWorkTests
{
    // First layer 27 x 16 weights on 32 x 32 pixels. Then three stages of ten convolutions with 2,359,296 each (16 x 16 x 9 on 32 x 32 pixels,
    // 32 x 32 x 9 on 16 x 16, 64 x 64 x 9 on 8 x 8), where the first of stages two and three has half as many inputs. Then 64 weights per class.
    const long Layer = 2_359_296, FirstLayer = 27 * 16 * 32 * 32;
    const long ResNet32 = FirstLayer + (30 - 1) * Layer + 64 * 10;

    [Fact]
    public void ResNet_32_takes_69_million_multiply_adds_for_a_CIFAR_image() =>
        Assert.Equal(new(FirstLayer, ResNet32), WorkOf(depth: 32, new(32, 32, 3)));

    [Fact]
    public void The_work_is_counted_in_GFLOP_two_for_each_multiply_add() =>
        Assert.Equal(2e-9 * ResNet32, WorkOf(depth: 32, new(32, 32, 3)).Evaluation, 12);

    [Fact]
    public void Training_takes_three_answers_but_for_the_gradient_of_the_images() =>
        Assert.Equal(2e-9 * (3 * ResNet32 - FirstLayer), WorkOf(depth: 32, new(32, 32, 3)).Training, 12);

    [Fact]
    public void A_convolution_of_stride_two_keeps_the_odd_pixel()
    {
        // ResNet-8 on 7 x 7 grey pixels: 49, then 4 x 4 = 16, then 2 x 2 = 4.
        long expected = 9 * 16 * 49 + 2 * 16 * 16 * 9 * 49 + (16 * 32 + 32 * 32) * 9 * 16 + (32 * 64 + 64 * 64) * 9 * 4 + 64 * 10;
        Assert.Equal(new(9 * 16 * 49, expected), WorkOf(depth: 8, new(7, 7, 1)));
    }

    // The numbers everybody prints: 1.81, 4.09 and 11.51 thousand million for 224 x 224 pixels and 1,000 classes.
    [Theory, InlineData(18, 1.814), InlineData(50, 4.089), InlineData(152, 11.514)]
    public void Networks_for_photographs_take_what_is_published(int depth, double billions)
    {
        using var scope = NewDisposeScope();
        using Network network = new ImageNetResNet { Depth = depth }.Build(3, classes: 1000, new(0));
        Assert.Equal(billions, NetworkWork.Of(network, new(224, 224, 3)).Forward / 1e9, 0.001);
    }

    static NetworkWork WorkOf(int depth, ImageShape shape)
    {
        using var scope = NewDisposeScope();
        using Network network = new CifarResNet { Depth = depth }.Build(shape.Channels, classes: 10, new(0));
        return NetworkWork.Of(network, shape);
    }
}
