using LongTail.Data;
using static TorchSharp.torch;

namespace LongTail.Stages;

/// <summary>Remembers what a teacher said about each view of each image, so that it is asked about that view once (docs/decisions/0010).</summary>
/// <remarks>
/// Exact only where the answer about an image does not depend, to the last bit, on the images it is asked about with. The first batch
/// tells: some of its images are asked about a second time, by themselves. Where the answers differ, nothing is remembered.
/// </remarks>
sealed class TeacherMemory
{
    const int AskedTwice = 16;

    readonly Tensor _answers;              // [slots, C]
    bool? _isExact;

    TeacherMemory(ViewSlots slots, Tensor answers) => (Slots, _answers) = (slots, answers);

    /// <summary>Which view is where.</summary>
    public ViewSlots Slots { get; }

    /// <summary>An empty memory, in the caller's dispose scope. On a CPU the system gives it pages as it fills.</summary>
    /// <param name="images">Training images.</param>
    /// <param name="viewsPerImage">Different views of each; 0 where they cannot be counted.</param>
    /// <param name="classes">Number of classes, C.</param>
    /// <param name="bytes">The most it may take.</param>
    /// <param name="device">Where the teacher answers.</param>
    /// <returns>Null where there is not room for one view of each image.</returns>
    public static TeacherMemory? Within(long bytes, int images, int viewsPerImage, int classes, Device device)
    {
        if (viewsPerImage == 0) return null;
        long views = (long)images * viewsPerImage, forTable = views * sizeof(int);
        long slots = Math.Min(views, (bytes - forTable) / ((long)classes * sizeof(float)));
        return slots < images || views > int.MaxValue ? null
            : new(new(images, viewsPerImage, (int)slots), empty([slots, classes], float32, device));
    }

    /// <summary>Logits, [B, C], of which only those not seen before are asked for.</summary>
    /// <param name="views">Of the batch.</param>
    /// <param name="ask">Gives the logits of some rows of the batch, in the order of their numbers.</param>
    public Tensor Logits(BatchViews views, Func<IReadOnlyList<long>, Tensor> ask)
    {
        if (_isExact == false) return ask(Rows(views.Images.Length));
        (long[] slots, List<long> unseen, int firstFree, int kept) = Slots.Place(views);
        if (unseen.Count == 0) return Recall(slots);
        Tensor fresh = ask(unseen);                                              // [unseen, C]
        if (_isExact is null && !(_isExact = IsExact(unseen, fresh, ask)).Value) return ask(Rows(views.Images.Length));
        if (kept > 0) _answers.narrow(0, firstFree, kept).copy_(fresh.narrow(0, 0, kept));
        return unseen.Count == slots.Length ? fresh : Recall(slots).index_copy_(0, OnDevice([.. unseen]), fresh);
    }

    // Another number of images, and each in another place of the batch: an odd number of places away, since products of libtorch for Windows round rows by twos
    // (docs/decisions/0010). One look at the device for the whole stage.
    static bool IsExact(List<long> asked, Tensor answers, Func<IReadOnlyList<long>, Tensor> ask)
    {
        int count = Math.Clamp(asked.Count - 1, 1, AskedTwice), start = asked.Count - count, turn = 1 - start % 2;
        List<long> last = asked[start..];
        Tensor again = ask([.. last[(count - turn)..], .. last[..(count - turn)]]);
        return again.equal(answers.narrow(0, start, count).roll(turn, 0)).all().cpu().item<bool>();
    }

    Tensor Recall(long[] slots) => _answers.index_select(0, OnDevice(slots));    // [B, C]

    Tensor OnDevice(long[] numbers) => Upload.Of(numbers, _answers.device);

    static long[] Rows(int count) => [.. Enumerable.Range(0, count).Select(row => (long)row)];
}
