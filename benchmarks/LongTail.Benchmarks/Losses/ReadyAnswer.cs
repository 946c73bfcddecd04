using LongTail.Networks;
using static TorchSharp.torch;

namespace LongTail.Benchmarks.Losses;

/// <summary>A network that has the logits ready, whatever it is asked: each time a new handle, because who asked frees it.</summary>
sealed class ReadyAnswer(Tensor logits) : Network("answer")
{
    public override Tensor Features(Tensor images) => images;

    public override Tensor Classify(Tensor features) => logits.alias();
}
