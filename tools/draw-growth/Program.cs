using LongTail.Foundation;
using LongTail.Tools.DrawGrowth;

if (args is not [string file, string folder])
{
    Console.Error.WriteLine("usage: draw-growth GROWTH.CSV FOLDER   (the file is what the command growth of LongTail.Benchmarks writes)");
    return 2;
}

try
{
    GrowthRow[] rows = GrowthFile.Read(file);
    Directory.CreateDirectory(folder);
    foreach (GrowthAxis axis in GrowthAxis.All)
    {
        string name = $"growth-{axis.Name}";
        GrowthChart.Draw(rows, axis).Save(folder, name);
        Console.WriteLine(Path.Combine(folder, name));
    }
    return 0;
}
catch (Exception fault) when (fault is LongTailException or IOException or UnauthorizedAccessException)
{
    Console.Error.WriteLine(fault.Message);
    return 3;
}
