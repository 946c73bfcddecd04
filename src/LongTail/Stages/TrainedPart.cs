using LongTail.Foundation;
using LongTail.Networks;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace LongTail.Stages;

/// <summary>Which parameters a stage trains.</summary>
public enum TrainedPart
{
    /// <summary>The whole network.</summary>
    Everything,

    /// <summary>The head alone; the parameters of the features stay as they are.</summary>
    Head,

    /// <summary>
    /// The last residual block, what lies between it and the head, and the head. All before it answers as it did at the start: its parameters stay, and so do its
    /// moments of batch normalisation, which are used instead of each batch's.
    /// </summary>
    /// <remarks>
    /// How Kang et al. 2020 train on Places-LT, from a ResNet-152 that knows ImageNet: "everything is frozen except for the last block and fc layer", say the authors
    /// (classifier-balancing, issues 2 and 4; that configuration was never released). Block is read as bottleneck here, not as the stage of three. The
    /// code they did release freezes parameters and leaves the network in training mode, so that moments of frozen layers drift with the batches and the
    /// features of an image depend on its batch; here they do not.
    /// </remarks>
    LastBlockAndHead,

    /// <summary>What a method has added between the last block and the head, and the head. All before it answers as it did at the start, as for <see cref="LastBlockAndHead"/>.</summary>
    AddedAndHead,
}

/// <summary>What a part is in a network.</summary>
static class TrainedParts
{
    /// <summary>The part of a network to which a method adds layers: these are trained with the head.</summary>
    internal static TrainedPart WithAdded(this TrainedPart part) => part == TrainedPart.Head ? TrainedPart.AddedAndHead : part;

    /// <summary>Whether a parameter or buffer belongs to the part.</summary>
    /// <param name="part">The part.</param>
    /// <param name="network">Where it is.</param>
    /// <param name="name">As in checkpoints, such as "layer4.2.conv1.weight".</param>
    /// <exception cref="RecipeException">The network has no blocks.</exception>
    internal static bool Includes(this TrainedPart part, Network network, string name) => part switch
    {
        TrainedPart.Everything => true,
        TrainedPart.Head => name.StartsWith(network.HeadPrefix, StringComparison.Ordinal),
        TrainedPart.AddedAndHead => network.AddedPrefixes.Append(network.HeadPrefix).Any(prefix => name.StartsWith(prefix, StringComparison.Ordinal)),
        _ when network.LastBlockPrefixes.IsEmpty =>
            throw new RecipeException($"Found a stage that trains the last block of {network.GetName()}, which has no blocks; expected one that trains everything or the head."),
        _ => network.LastBlockPrefixes.Append(network.HeadPrefix).Any(prefix => name.StartsWith(prefix, StringComparison.Ordinal)),
    };

    /// <summary>Puts a network into training mode as far as the stage says.</summary>
    internal static void SetTrainingMode(Stage stage, Network network)
    {
        network.train(!stage.FrozenStatistics);
        if (stage.Trained is not (TrainedPart.LastBlockAndHead or TrainedPart.AddedAndHead)) return;
        foreach ((string name, nn.Module module) in network.named_modules())
            if (module is BatchNorm2d && !stage.Trained.Includes(network, name + ".")) module.eval();
    }
}
