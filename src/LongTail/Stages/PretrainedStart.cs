using LongTail.Foundation;

namespace LongTail.Stages;

/// <summary>Weights that others trained, for stages that would begin with freshly drawn ones.</summary>
/// <param name="File">Path of a safetensors file or of a PyTorch archive; below the data folder, or below the working directory.</param>
public sealed record PretrainedStart([property: NotInKey] string File)
{
    /// <summary>SHA-256 of the file, 64 lower-case hexadecimal digits; filled in when a plan is made, so that other weights are another stage wherever they lie.</summary>
    public string Fingerprint { get; init; } = "";

    /// <summary>What the file says of the head is left out, and the head is drawn anew: for weights that know other classes, or none.</summary>
    [OmittedFromKeyWhenDefault] public bool FreshHead { get; init; }
}
