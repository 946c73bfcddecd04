using LongTail.Losses;
using static TorchSharp.torch;

namespace LongTail.Benchmarks.Growth;

/// <summary>Losses with their gradient, as the methods put them together; without the networks.</summary>
static class LossGrowth
{
    const double Temperature = 2, Beta = 0.9999;

    public static IEnumerable<Cost> Of(int classes, int batch, double stepSeconds)
    {
        using var scope = NewDisposeScope();
        Tensor student = rand(batch, classes).requires_grad_(), teacher = rand(batch, classes), labels = arange(batch) % classes;
        Tensor weights = tensor(EffectiveNumber.Weights(LongTails.Of(classes, 100 * classes), Beta).Select(weight => (float)weight).ToArray());
        yield return Of("cross-entropy", CrossEntropy);
        yield return Of("distillation", () => CrossEntropy() + Distillation.Plain(student, teacher, Temperature).mean());
        yield return Of("balanced distillation", () => CrossEntropy() + Distillation.Balanced(student, teacher, weights, Temperature).mean());

        Tensor CrossEntropy() => nn.functional.cross_entropy(student, labels);

        Cost Of(string name, Func<Tensor> loss) => new("loss", name, classes, 0, batch, Pace.Of(() =>
        {
            using var step = NewDisposeScope();
            student.grad = null;
            loss().backward();
        }), stepSeconds);
    }
}
