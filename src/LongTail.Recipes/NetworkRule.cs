using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace LongTail.Recipes;

/// <summary>The name of a network, or the word for "no other one than the recipe's".</summary>
sealed record OtherNetworkRule(string Same) : ValueRule
{
    static readonly NetworkRule s_network = new();

    public override string Expected => $"{Same}, or {s_network.Expected}";

    public override bool Accepts(JsonElement value) => s_network.Accepts(value) || value.ValueKind == JsonValueKind.String && value.GetString() == Same;

    public override JsonObject Schema => new() { ["anyOf"] = new JsonArray(OneOf(Same), s_network.Schema) };
}

/// <summary>The name of a network.</summary>
sealed record NetworkRule : ValueRule
{
    static readonly ImmutableArray<string> s_usual = ["resnet8", "resnet20", "resnet32", "resnet44", "resnet56", "resnet110"];

    public override string Expected =>
        $"resnet and a depth of 6 n + 2 layers, such as resnet8, resnet20, resnet32, resnet56 or resnet110, or for photographs {new ChoiceRule([.. NetworkName.Photographs]).Expected}";

    public override bool Accepts(JsonElement value) => value.ValueKind == JsonValueKind.String && NetworkName.Find(value.GetString()!) is not null;

    public override JsonObject Schema => new() { ["anyOf"] = new JsonArray(OneOf([.. s_usual, .. NetworkName.Photographs]), new JsonObject { ["type"] = "string", ["pattern"] = "^resnet[0-9]+$" }) };
}
