using BenchmarkDotNet.Attributes;
using LongTail.Augmentation;
using LongTail.Benchmarks.Speed;
using LongTail.Data;
using LongTail.Foundation;
using LongTail.Native;
using TorchSharp;
using static TorchSharp.torch;

namespace LongTail.Benchmarks.Micro;

/// <summary>Loading and augmenting a batch of 128 images of 32 x 32, on one thread.</summary>
public class AugmentationBenchmarks
{
    const int Images = 128;
    Augment _augment = null!;
    Func<Batch, Batch> _normalize = null!;
    IPendingBatch _pending = null!;
    Batch _loaded;

    [GlobalSetup]
    public void LoadBatch()
    {
        TorchRuntime.EnsureLoaded();
        set_num_threads(1);
        DataSplit data = BenchmarkImages.Open(folder: null);
        Seed seed = new(0);
        _augment = Augmentations.Build(new() { Normalization = Normalization.Cifar }, data.Train.Shape, seed, CPU);
        _normalize = Augmentations.Normalize(Normalization.Cifar, CPU);
        _pending = new ResidentBatches((ResidentImageSet)data.Train, new Shuffled(), null, Images, seed, CPU).Epoch(0, 0).First();
        _loaded = _pending.Upload(CPU);
    }

    [Benchmark]
    public void Load()
    {
        using DisposeScope scope = NewDisposeScope();
        _pending.Upload(CPU);
    }

    [Benchmark]
    public void CropFlipAndNormalize()
    {
        using DisposeScope scope = NewDisposeScope();
        _augment(_loaded, _pending.Draw);
    }

    [Benchmark]
    public void NormalizeAlone()
    {
        using DisposeScope scope = NewDisposeScope();
        _normalize(_loaded);
    }
}
