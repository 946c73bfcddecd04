using LongTail.Foundation;

namespace LongTail.Store;

/// <summary>The wording of PyTorch files that are whole, but hold more than tensors by name.</summary>
static class TorchFileFault
{
    /// <summary>Something whose reading would need Python.</summary>
    /// <param name="source">Names the file.</param>
    /// <param name="found">What.</param>
    internal static ModelFileException NotData(string source, string found) =>
        new($"{source}: found {found}, expected nothing but tensors by name. What makes it can be any code, so it is not run. " +
            "Save the weights alone where you trust the file, in Python: torch.save(model.state_dict(), \"weights.pth\").");

    /// <summary>Tensors, but not where they are looked for.</summary>
    internal static ModelFileException NoStateDict(string source, string found) =>
        new($"{source}: found {found}, expected tensors by name, alone or under one of {string.Join(", ", StateDict.Wrappers)}. " +
            "Save them alone, in Python: torch.save(torch.load(file, weights_only=True)[KEY], \"weights.pth\").");
}
