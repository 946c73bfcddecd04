using LongTail.Foundation;
using LongTail.Native;
using TorchSharp;

namespace LongTail.Tests.Native;

public class AcceleratorTests
{
    [Theory]
    [InlineData("auto", 0, "cpu")]
    [InlineData("cpu", 0, "cpu")]
    [InlineData("cpu", 2, "cpu")]
    [InlineData("auto", 2, "cuda:0")]
    [InlineData("cuda", 2, "cuda:0")]
    [InlineData("cuda:1", 2, "cuda:1")]
    public void The_choice_falls_on_what_is_asked_for_and_there(string choice, int devices, string chosen) =>
        Assert.Equal(chosen, Accelerator.Choose(ComputeDevice.Parse(choice), devices, ownLibtorch: false).ToString());

    [Fact]
    public void A_device_where_there_is_none_is_refused_with_both_ways_to_get_one() =>
        Assert.Equal("Found no NVIDIA device that libtorch can use, expected cuda:0. Build with -p:Torch=cuda, or set LONGTAIL_LIBTORCH to the lib folder of a libtorch 2.10 with CUDA, "
            + "see that nvidia-smi lists the device, or leave the choice to --device auto.", Refusal("cuda", devices: 0, ownLibtorch: false));

    [Fact]
    public void A_libtorch_of_the_users_choice_is_named_when_it_shows_no_device() =>
        Assert.Contains("expected cuda:1. LONGTAIL_LIBTORCH must name a libtorch 2.10 with CUDA (libtorch_cuda.so in it)", Refusal("cuda:1", devices: 0, ownLibtorch: true), StringComparison.Ordinal);

    [Fact]
    public void A_number_beyond_the_last_device_is_refused_with_those_there_are() =>
        Assert.StartsWith("Found 2 NVIDIA device(s), cuda:0 to cuda:1, expected cuda:7.", Refusal("cuda:7", devices: 2, ownLibtorch: false), StringComparison.Ordinal);

    [Fact]
    public void The_processor_is_always_there_and_rounds_nothing()
    {
        torch.Device device = Accelerator.Open(ComputeDevice.Cpu, tf32: true);
        Assert.Equal(DeviceType.CPU, device.type);
        Assert.False(Accelerator.UsesTf32(device));
        Assert.Null(Accelerator.NameOf(device));
    }

    [Fact]
    public void On_this_machine_asking_for_a_device_that_is_not_there_is_refused() =>
        Assert.Throws<PlatformException>(() => Accelerator.Open(ComputeDevice.Cuda(1000)));

    static string Refusal(string choice, int devices, bool ownLibtorch) =>
        Assert.Throws<PlatformException>(() => Accelerator.Choose(ComputeDevice.Parse(choice), devices, ownLibtorch)).Message;

    [Fact]
    public void A_processor_is_asked_nothing_about_its_numbers()
    {
        Assert.Null(Accelerator.HasBFloat16(ComputeDevice.Cpu));
        Assert.Equal(Accelerator.List().IsEmpty, Accelerator.HasBFloat16(ComputeDevice.Auto) is null);
    }
}
