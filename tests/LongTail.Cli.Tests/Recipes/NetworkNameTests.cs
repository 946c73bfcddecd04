using LongTail.Cli.Commands;
using LongTail.Foundation;
using LongTail.Methods;
using LongTail.Networks;
using LongTail.Recipes;
using LongTail.Stages;

namespace LongTail.Cli.Tests.Recipes;

public sealed class NetworkNameTests
{
    public static TheoryData<string> Photographs => [.. NetworkName.Photographs];

    [Theory, MemberData(nameof(Photographs))]
    public void Torchvisions_names_mean_its_networks(string name)
    {
        ImageNetResNet network = Assert.IsType<ImageNetResNet>(Bound($"network.name={name}").Network);
        Assert.Equal(name, network.Label);
        Assert.Equal(name, NetworkName.Of(network));
    }

    [Theory, InlineData(8), InlineData(20), InlineData(32), InlineData(56), InlineData(110), InlineData(1202)]
    public void Other_depths_of_6_n_and_2_mean_the_small_networks(int depth)
    {
        Assert.Equal(new CifarResNet { Depth = depth, Width = 32 }, Bound($"network.name=resnet{depth}", "network.width=32").Network);
        Assert.Equal($"resnet{depth}", NetworkName.Of(new CifarResNet { Depth = depth, Width = 32 }));
    }

    [Fact]
    public void Strides_are_torchvisions_unless_said()
    {
        Assert.Equal(new ImageNetResNet { Depth = 152 }, Bound("network.name=resnet152").Network);
        Assert.Equal(new ImageNetResNet { Depth = 152, Strides = BottleneckStrides.Caffe, Precision = Precision.BFloat16 },
            Bound("network.name=resnet152", "network.strides=caffe", "network.precision=bf16").Network);
    }

    [Theory]
    [InlineData("network.name=resnet50", "network.width=32", "network.width: found 32, which counts only where network.name is none of resnet10, resnet18, ")]
    [InlineData("network.name=resnet18", "network.strides=caffe", "network.strides: found \"caffe\", which counts only where network.name is resnet50 or resnet101 or ")]
    [InlineData("network.name=resnet32", "network.strides=caffe", "here it is resnet32")]
    [InlineData("network.name=resnet50", "network.strides=tf", "expected torchvision or caffe")]
    [InlineData("network.name=resnext50", "epochs=1", "or for photographs resnet10, resnet18, resnet34, resnet50, resnet101, resnet152 or resnext50-32x4d")]
    public void What_a_network_does_not_have_is_refused(string first, string second, string fault) =>
        Assert.Contains(fault, Assert.Throws<RecipeException>(() => Bound(first, second)).Message, StringComparison.Ordinal);

    [Fact]
    public void Another_network_leaves_width_and_strides_behind()
    {
        Assert.Equal(new ImageNetResNet { Depth = 18 }, Bound("network.width=32", "network.name=resnet50", "network.strides=caffe", "network.name=resnet18").Network);
        Assert.Equal(new CifarResNet { Depth = 32 }, Bound("network.name=resnet50", "network.strides=caffe", "network.name=resnet32").Network);
    }

    [Theory]
    [InlineData("resnet101", "resnet50", "resnet101-caffe-bf16")]
    [InlineData("resnet34", "resnet50", "resnet34-bf16")]
    [InlineData("resnet56", "resnet50", "resnet56-bf16")]
    public void A_teacher_is_like_its_student_where_it_can_be(string teacher, string student, string label)
    {
        Recipe recipe = Bound($"network.name={student}", "network.strides=caffe", "network.precision=bf16", $"method.teacherNetwork={teacher}");
        Assert.Equal(label, ((BalancedDistillation)recipe.Method).TeacherNetwork!.Label);
    }

    static Recipe Bound(params string[] settings) => RecipeBinder.Bind(CommonOptions.Recipe("cifar10-lt-100-bkd", settings));
}
