using LongTail.Augmentation;
using LongTail.Benchmarks.Speed;
using LongTail.Data;
using LongTail.Foundation;
using static TorchSharp.torch;

namespace LongTail.Benchmarks.Growth;

/// <summary>Gathering a batch, cropping, mirroring and normalising it. Grows with the batch alone.</summary>
static class AugmentationGrowth
{
    public static Cost Of(int batch, double stepSeconds)
    {
        using var scope = NewDisposeScope();
        DataSplit data = BenchmarkImages.Open(folder: null);
        Augment augment = Augmentations.Build(new() { Normalization = Normalization.Cifar }, data.Train.Shape, new Seed(0), CPU);
        IPendingBatch pending = new ResidentBatches((ResidentImageSet)data.Train, new Shuffled(), null, batch, new Seed(0), CPU).Epoch(0, 0).First();
        double seconds = Pace.Of(() =>
        {
            using var step = NewDisposeScope();
            augment(pending.Upload(CPU), pending.Draw);
        });
        return new("augmentation", "crop, flip and normalise", data.Train.ClassNames.Length, data.Train.Count, batch, seconds, stepSeconds);
    }
}
