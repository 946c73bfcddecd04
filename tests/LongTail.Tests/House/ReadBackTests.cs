using System.Text.RegularExpressions;

namespace LongTail.Tests.House;

/// <summary>A step that reads a number back waits for the device, and the device then waits for the next step (docs/decisions/0009).</summary>
public sealed partial class ReadBackTests
{
    static readonly string[] Rooms = ["Augmentation/", "Data/", "Losses/", "Methods/", "Networks/", "Stages/", "Training/"];

    static readonly Dictionary<string, string> Allowed = new()
    {
        ["Training/LossMeter.cs"] = "Reads the losses of 32 steps at once.",
        ["Methods/ExpertBelief.cs"] = "Asks experts about all training images once, before the first step.",
        ["Methods/TauAdjustment.cs"] = "Asks which tau is the best once, in a stage without steps.",
        ["Data/PictureBatches.cs"] = "Writes decoded bytes into a tensor of the host, before it goes to the device.",
        ["Augmentation/HostChanges.cs"] = "Changes bytes on the host where a policy, jitter or cutout is asked for; documented as slow on a device.",
        ["Stages/TeacherMemory.cs"] = "Asks once per stage whether the teacher's answers depend on the rest of the batch.",
        ["Training/Student.cs"] = "Asks whether the weights are finite before they are measured or saved.",
    };

    [Fact]
    public void What_a_step_calls_reads_no_number_back_from_the_device()
    {
        string[] faults = [.. Repository.SourcesOf(Repository.Library)
            .Where(path => Rooms.Any(room => path.StartsWith(room, StringComparison.Ordinal)) && !Allowed.ContainsKey(path))
            .SelectMany(path => Faults(File.ReadAllText(Path.Combine(Repository.Library, path))).Select(call => $"{path} calls {call}: a step would wait for the device. Keep the number in a tensor, or add the file to ReadBackTests with the reason."))];
        Assert.True(faults.Length == 0, string.Join('\n', faults));
    }

    [Fact]
    public void Every_file_on_the_list_is_there_and_reads_back() =>
        Assert.All(Allowed.Keys, path => Assert.NotEmpty(Faults(File.ReadAllText(Path.Combine(Repository.Library, path)))));

    [Theory]
    [InlineData("double x = loss.item<double>();", ".item<")]
    [InlineData("if (bad.any().ToBoolean()) return;", ".ToBoolean()")]
    [InlineData("Tensor here = loss.cpu();", ".cpu()")]
    [InlineData("float[] all = [.. loss.data<float>()];", ".data<")]
    [InlineData("Tensor some = logits.masked_select(mask);", ".masked_select(")]
    [InlineData("Tensor rows = mask.nonzero();", ".nonzero(")]
    [InlineData("Tensor here = loss.to(CPU);", ".to(CPU")]
    public void A_call_that_reads_back_is_seen(string source, string call) => Assert.Equal([call], Faults(source));

    [Fact]
    public void What_stays_on_the_device_is_not() => Assert.Empty(Faults("Tensor x = loss.mean().to(device); // .item<float>() would wait"));

    static string[] Faults(string source) => [.. ReadBack().Matches(Comment().Replace(source, "")).Select(match => match.Value)];

    [GeneratedRegex(@"\.(?:item<|cpu\(\)|data<|ToBoolean\(\)|ToSingle\(\)|ToDouble\(\)|ToInt(?:16|32|64)\(\)|to\(CPU|nonzero\(|masked_select\(|unique\(|bytes\b|tolist\()")]
    private static partial Regex ReadBack();

    [GeneratedRegex(@"//[^\n]*")]
    private static partial Regex Comment();
}
