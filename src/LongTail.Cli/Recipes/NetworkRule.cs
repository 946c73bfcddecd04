using System.Globalization;
using System.Text.Json;

namespace LongTail.Cli.Recipes;

/// <summary>The name of a network, or the word for "no other one than the recipe's".</summary>
sealed record OtherNetworkRule(string Same) : ValueRule
{
    static readonly NetworkRule s_network = new();

    public override string Expected => $"{Same}, or {s_network.Expected}";

    public override bool Accepts(JsonElement value) => s_network.Accepts(value) || value.ValueKind == JsonValueKind.String && value.GetString() == Same;
}

/// <summary>The name of a network: "resnet" and its number of layers.</summary>
sealed record NetworkRule : ValueRule
{
    const string Prefix = "resnet";
    const int Deepest = 1202;   // He et al. 2016, section 4.2

    public override string Expected => "resnet and a depth of 6 n + 2 layers, such as resnet8, resnet20, resnet32, resnet56 or resnet110";

    public override bool Accepts(JsonElement value) =>
        value.ValueKind == JsonValueKind.String && Depth(value.GetString()!) is >= 8 and <= Deepest and var depth && (depth - 2) % 6 == 0;

    /// <summary>The number in the name; null when there is none.</summary>
    public static int? Depth(string name) =>
        name.StartsWith(Prefix, StringComparison.Ordinal)
        && int.TryParse(name.AsSpan(Prefix.Length), NumberStyles.None, CultureInfo.InvariantCulture, out int depth) ? depth : null;
}
