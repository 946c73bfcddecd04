using LongTail.Native;

namespace LongTail.Runs;

/// <summary>Notices that a training takes nearly all memory of the machine: the system would end it without a word.</summary>
/// <param name="what">Is trained, such as "ce resnet50: batches of 256 images of 224 x 224".</param>
/// <param name="warn">Told once per stage.</param>
/// <param name="now">The memory of the machine.</param>
/// <param name="own">What the process holds, and the most that it held.</param>
sealed class MemoryWatch(string what, Action<string> warn, Func<MachineMemory> now, Func<(long Now, long Peak)> own)
{
    const double Scarce = 0.05;
    const int Steps = 2;   // the optimizer's momentum comes with the first

    int _taken;

    /// <summary>Looks after the second step, at what was left while it was taken.</summary>
    public void StepEnded()
    {
        if (++_taken != Steps) return;
        MachineMemory memory = now();
        (long held, long peak) = own();
        long left = memory.Left + held - peak;
        if (left >= Scarce * memory.Whole) return;
        warn($"{what}: at most {MachineMemory.InWords(Math.Max(0, left))} of the machine's {MachineMemory.InWords(memory.Whole)} of memory were left during a step, of which this process had {MachineMemory.InWords(peak)}. If another program needs some, the system may end this one; "
            + "the same command then continues from the last checkpoint. Lower batchSize (or data.size), compute in bf16 (--precision bf16), or end other programs.");
    }
}
