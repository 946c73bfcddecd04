using LongTail.Runs;

namespace LongTail.Tests.Runs;

/// <summary>Compares what two runs left on disk, byte by byte: weights, history, card and key text. Provenance differs and is left out.</summary>
static class StageFiles
{
    static readonly string[] Names = ["last.safetensors", "best.safetensors", "history.jsonl", "model.json", "stage.txt"];

    public static void AssertEqual(IEnumerable<StageResult> expected, IEnumerable<StageResult> found)
    {
        foreach ((StageResult wanted, StageResult result) in expected.Zip(found, (wanted, result) => (wanted, result)))
            foreach (string name in Names)
                Assert.True(Bytes(wanted, name).SequenceEqual(Bytes(result, name)), $"{name} of {result.Stage.Method} differs.");
        Assert.Equal(expected.Count(), found.Count());
    }

    static byte[] Bytes(StageResult result, string name) => File.ReadAllBytes(Path.Combine(result.Folder, name));
}
