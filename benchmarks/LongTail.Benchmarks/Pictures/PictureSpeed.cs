using System.Diagnostics;
using LongTail.Foundation;
using LongTail.Imaging;

namespace LongTail.Benchmarks.Pictures;

/// <summary>Draws files over and over: from bytes in memory to the bytes of red, green and blue.</summary>
sealed class PictureSpeed(byte[][] files, PictureSize target, JpegLibrary library, CounterRandom random)
{
    const int BetweenLooks = 16;   // at the clock

    readonly byte[] _rgb = new byte[target.Pixels * 3];
    long _drawn;

    /// <summary>How many were drawn, and the CPU time of the process for them.</summary>
    public (long Images, double CpuSeconds) Measure(int seconds)
    {
        long before = _drawn;
        TimeSpan cpu = Environment.CpuUsage.TotalTime;
        long start = Stopwatch.GetTimestamp();
        while (Stopwatch.GetElapsedTime(start).TotalSeconds < seconds)
            for (int i = 0; i < BetweenLooks; i++) Draw();
        return (_drawn - before, (Environment.CpuUsage.TotalTime - cpu).TotalSeconds);
    }

    /// <summary>Draws the next one.</summary>
    public void Draw()
    {
        ulong position = (ulong)_drawn * (Placements.CropNumbers + 1);
        using Picture picture = Picture.Open(files[_drawn++ % files.Length], library: library);
        bool mirrored = random.Uniform(position + Placements.CropNumbers) < 0.5;
        picture.Draw(Placements.RandomResizedCrop(picture.Size, target, at => random.Uniform(position + (ulong)at), mirrored), _rgb);
    }
}
