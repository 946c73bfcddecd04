using System.Diagnostics;
using System.Globalization;
using LongTail.Foundation;
using LongTail.Store;

namespace LongTail.Tests.Store;

/// <summary>Kills a process that saves checkpoints without end, at random moments.</summary>
public sealed class KillTests
{
    const int WeightBytes = 300_000;

    [Fact]
    public void A_killed_process_never_loses_a_completed_save() => KillAgainAndAgain(8, seed: 1);

    [Fact, Trait("Category", "Slow")]
    public void Two_hundred_kills_never_lose_a_completed_save() => KillAgainAndAgain(200, seed: 2);

    static void KillAgainAndAgain(int kills, ulong seed)
    {
        using TempFolder temp = new();
        CounterRandom random = new(seed);
        long told = 0;
        for (int kill = 0; kill < kills; kill++)
        {
            told = Math.Max(told, RunAndKill(temp["progress"], TimeSpan.FromMilliseconds(random.Uniform((ulong)kill) * 60)));
            SealedFolder newest = new ProgressCheckpoints(temp["progress"]).OpenNewest(out string? warning)!;
            Assert.Null(warning);
            long found = NumberOf(newest);
            Assert.InRange(found, told, long.MaxValue);
            AssertHolds(newest, found);
            told = found;
        }
        Assert.InRange(told, kills, long.MaxValue);
    }

    // Returns the last save that the child said was complete.
    static long RunAndKill(string folder, TimeSpan after)
    {
        using Process child = ChildProcess.Start("save", folder);
        long told = 0;
        if (child.StandardOutput.ReadLine() is { } first) told = Number(first);
        Thread.Sleep(after);
        child.Kill();
        while (child.StandardOutput.ReadLine() is { } line) told = Number(line);
        child.WaitForExit();
        return told;

        static long Number(string line) => long.TryParse(line, NumberStyles.None, CultureInfo.InvariantCulture, out long number) ? number : throw new InvalidOperationException(line);
    }

    /// <summary>What the child does.</summary>
    internal static void SaveForEver(string folder)
    {
        ProgressCheckpoints progress = new(folder);
        long number = progress.OpenNewest(out _) is { } newest ? NumberOf(newest) : 0;
        while (true)
        {
            number++;
            progress.Save(number, writer =>
            {
                writer.WriteText("state.txt", number.ToString(CultureInfo.InvariantCulture));
                writer.Write("weights.bin", stream => stream.Write(Weights(number)));
            });
            Console.Out.WriteLine(number.ToString(CultureInfo.InvariantCulture));
            Console.Out.Flush();
        }
    }

    static long NumberOf(SealedFolder folder)
    {
        using StreamReader reader = new(folder.OpenRead("state.txt"));
        return long.Parse(reader.ReadToEnd(), CultureInfo.InvariantCulture);
    }

    static void AssertHolds(SealedFolder folder, long number)
    {
        using Stream stream = folder.OpenRead("weights.bin");
        byte[] found = new byte[stream.Length];
        stream.ReadExactly(found);
        Assert.True(found.AsSpan().SequenceEqual(Weights(number)));
    }

    static byte[] Weights(long number)
    {
        byte[] weights = new byte[WeightBytes];
        Array.Fill(weights, (byte)number);
        return weights;
    }
}
