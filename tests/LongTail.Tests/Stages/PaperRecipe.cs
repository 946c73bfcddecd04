using LongTail.Data;
using LongTail.Methods;
using LongTail.Networks;
using LongTail.Stages;

namespace LongTail.Tests.Stages;

/// <summary>The BKD paper's CIFAR-10-LT 100 as the library's records say it; the fingerprint stands for data that was opened.</summary>
static class PaperRecipe
{
    public static Recipe Of(Method method) => new()
    {
        Name = "cifar10-lt-100",
        Data = new() { Set = "cifar10", Profile = new ExponentialProfile(100), Fingerprint = new('0', 64) },
        Network = new CifarResNet { Depth = 32 },
        Method = method,
        Augmentation = new() { Normalization = Normalization.Cifar },
    };

    public static Stage CrossEntropy => new CrossEntropy().Plan(Of(new CrossEntropy()));

    public static Stage Balanced => Balanced160.Plan(Of(Balanced160));

    static BalancedDistillation Balanced160 => new() { DeferUntil = 0.8 };
}
