using LongTail.Native;

namespace LongTail.Runs;

/// <summary>Sees from the first steps of a training whether freed memory can be kept, which is faster and takes more, and whether there is enough of it at all: where there is not, the system ends the process without a word.</summary>
/// <param name="what">Is trained, such as "ce resnet50, batches of 256 images of 224 x 224".</param>
/// <param name="students">That are trained side by side.</param>
/// <param name="warn">Told once.</param>
/// <param name="now">The memory of the machine.</param>
/// <param name="own">What the process holds, and the most that it held since the training began, while freed memory was given back.</param>
/// <param name="keep">Keeps it from then on.</param>
sealed class MemoryWatch(string what, int students, Action<string> warn, Func<MachineMemory> now, Func<(long Now, long Peak)> own, Action keep)
{
    const double Scarce = 0.05;
    const double Kept = 0.75;   // of what it takes otherwise: what keeping it took at most beyond that (docs/decisions/0004)
    const int Steps = 2;        // the optimizer's momentum comes with the first

    int _taken;

    /// <summary>Looks after the second step of each student, at what was left while they were taken.</summary>
    public void StepEnded()
    {
        if (++_taken != Steps * students) return;
        MachineMemory memory = now();
        (long held, long peak) = own();
        long left = memory.Left + held - peak;
        if (left - Kept * peak >= Scarce * memory.Whole) keep();
        else if (left >= Scarce * memory.Whole) warn($"{what}: {Needs(peak, memory)}, too much to keep what is freed in between. It is given back to the system at once, which takes longer: up to half as long again. {Remedy}");
        else warn($"{what}: {Needs(peak, memory)}, and at most {MachineMemory.InWords(Math.Max(0, left))} were left. If another program needs some, the system may end this one; the same command then continues from the last checkpoint. {Remedy}");
    }

    const string Remedy = "Lower batchSize (or data.size), compute in bf16 (--precision bf16), or end other programs.";

    static string Needs(long peak, MachineMemory memory) => $"a step takes {MachineMemory.InWords(peak)} of the machine's {MachineMemory.InWords(memory.Whole)} of memory";
}
