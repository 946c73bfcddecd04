using System.Security.Cryptography;
using System.Text;

namespace LongTail.Stages;

/// <summary>The content address of a stage: SHA-256 of its canonical text.</summary>
/// <param name="Hex">64 lower-case hexadecimal digits.</param>
public readonly record struct StageKey(string Hex)
{
    /// <summary>First twelve digits, for people and folder names.</summary>
    public string Short => Hex[..12];

    /// <summary>Computes the key.</summary>
    public static StageKey Of(Stage stage) =>
        new(Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(CanonicalText.Of(stage)))));

    /// <inheritdoc/>
    public override string ToString() => Short;
}
