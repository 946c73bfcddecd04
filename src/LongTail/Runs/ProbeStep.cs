using LongTail.Augmentation;
using LongTail.Data;
using LongTail.Foundation;
using LongTail.Methods;
using LongTail.Networks;
using LongTail.Stages;
using LongTail.Training;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace LongTail.Runs;

/// <summary>One small training step, taken to pieces: what came out of each part of it, as numbers in managed memory.</summary>
/// <param name="Logits">Of the network for the batch.</param>
/// <param name="Loss">One number.</param>
/// <param name="Gradients">By parameter.</param>
/// <param name="Weights">Parameters and running statistics after the step, by name.</param>
sealed record ProbeStep(float[] Logits, float[] Loss, IReadOnlyDictionary<string, float[]> Gradients, IReadOnlyDictionary<string, float[]> Weights)
{
    const int Images = 64, Classes = 10;
    static readonly Normalization Normalization = new([0.5, 0.5, 0.5], [0.25, 0.25, 0.25]);
    static readonly OptimizerSpec Optimizer = new() { WarmupEpochs = 0 };

    /// <summary>Takes the step with everything a real one has: gather, crop, flip, teacher, tilted distillation, batch norm, momentum.</summary>
    /// <param name="device">Where.</param>
    /// <param name="precision">In which numbers the networks compute.</param>
    /// <param name="disturb">Changes the network beforehand; null for nothing. For tests of the comparison.</param>
    public static ProbeStep Take(Device device, Precision precision = Precision.Float32, Action<Network>? disturb = null)
    {
        using DisposeScope scope = NewDisposeScope();
        Seed seed = new(0);
        ResidentImageSet images = Noise(seed);
        using Network network = Build(precision, seed, device), teacher = Build(precision, new(1), device);
        disturb?.Invoke(network);
        StageContext context = new()
        {
            Network = network,
            Teachers = [new Teacher(new(teacher))],
            Counts = images.Counts,
            TrainingImages = images,
            PlainBatches = () => new PlainBatches(images, Images, device),
            Device = device,
            Seed = seed,
        };
        MomentumSgd optimizer = new();
        foreach ((string name, Parameter parameter) in network.named_parameters()) optimizer.Add(name, parameter, Optimizer);
        optimizer.Flatten();
        IPendingBatch pending = new ResidentBatches(images, new Shuffled(), null, Images, seed, device).Epoch(0, 0).First();
        Batch batch = Augmentations.Build(new() { Normalization = Normalization }, images.Shape, seed, device)(pending.Upload(device), pending.Draw);

        network.train();
        float[] logits = Read(network.forward(batch.Images));
        StepOutput output = new BalancedDistillation.Loss(Temperature: 2, Beta: 0.9999, DeferUntil: 0).Bind(context)(batch, new(0, 1, 0, 1, null));
        output.Loss.backward();
        Dictionary<string, float[]> gradients = network.named_parameters().ToDictionary(item => item.name, item => Read(item.parameter.grad!));
        optimizer.Step(0, 1);
        return new(logits, Read(output.Loss), gradients, network.state_dict().ToDictionary(item => item.Key, item => Read(item.Value)));
    }

    static Network Build(Precision precision, Seed seed, Device device)
    {
        Network network = new CifarResNet { Depth = 8, Precision = precision }.Build(3, Classes, seed);
        ChannelsLast.Apply(network);
        network.to(device);
        return network;
    }

    static ResidentImageSet Noise(Seed seed)
    {
        ImageShape shape = new(32, 32, 3);
        CounterRandom random = seed.For("noise");
        byte[] pixels = new byte[Images * shape.Bytes];
        for (int i = 0; i < pixels.Length; i++) pixels[i] = (byte)random.Bits((ulong)i);
        return new(shape, pixels, [.. Enumerable.Range(0, Images).Select(image => Math.Min(image / 10, image % Classes))], [.. Enumerable.Range(0, Classes).Select(label => $"{label}")]);
    }

    static float[] Read(Tensor numbers) => [.. numbers.detach().cpu().to(float32).contiguous().data<float>()];
}
