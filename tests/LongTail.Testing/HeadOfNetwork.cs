using LongTail.Networks;
using TorchSharp.Modules;

namespace LongTail.Testing;

static class HeadOfNetwork
{
    /// <summary>The parameters of a network's last layer.</summary>
    public static Parameter[] Head(this Network network) =>
        [.. network.named_parameters().Where(part => part.name.StartsWith(network.HeadPrefix, StringComparison.Ordinal)).Select(part => part.parameter)];
}
