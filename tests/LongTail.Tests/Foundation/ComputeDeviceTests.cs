using LongTail.Foundation;

namespace LongTail.Tests.Foundation;

public class ComputeDeviceTests
{
    [Theory]
    [InlineData("auto", "auto")]
    [InlineData("cpu", "cpu")]
    [InlineData("cuda", "cuda:0")]
    [InlineData("cuda:0", "cuda:0")]
    [InlineData("cuda:7", "cuda:7")]
    public void A_device_is_read_as_it_is_written(string written, string device)
    {
        Assert.Equal(device, ComputeDevice.Parse(written).ToString());
        Assert.Equal(ComputeDevice.Parse(written), ComputeDevice.Parse(device));
    }

    [Theory]
    [InlineData("")]
    [InlineData("gpu")]
    [InlineData("CUDA")]
    [InlineData("cuda:")]
    [InlineData("cuda:-1")]
    [InlineData("cuda: 1")]
    [InlineData("cuda:1.5")]
    [InlineData("cuda:99999999999")]
    [InlineData("cpu:0")]
    public void Anything_else_is_told_with_what_was_expected(string written) =>
        Assert.Equal($"Found device '{written}', expected cpu, cuda, cuda:N with N from 0 on, or auto.", Assert.Throws<FormatException>(() => ComputeDevice.Parse(written)).Message);

    [Fact]
    public void No_device_has_a_negative_number() => Assert.Throws<ArgumentOutOfRangeException>(() => ComputeDevice.Cuda(-1));
}
