using System.CommandLine;
using System.Diagnostics;
using LongTail.Benchmarks.Speed;
using LongTail.Data;

namespace LongTail.Benchmarks.Pictures;

/// <summary>Measures how long it takes to open the list files of a large set, and in how much memory; the native library is not loaded.</summary>
static class ListCommand
{
    const int TestPerClass = 3;

    public static Command Build()
    {
        Option<int> images = WholeNumber.Option("--images", "Lines of the training list.", 437_513, least: 2);
        Option<int> classes = WholeNumber.Option("--classes", "Classes; each has three lines in the test list.", 8_142, least: 2);
        Option<int> rounds = WholeNumber.Option("--rounds", "How often it is opened; the first time counts the start of everything.", 3, least: 1);
        Command command = new("lists", "Seconds and memory to open list files as long as those of iNaturalist 2018. Pictures are not looked at, as is usual for lists.") { images, classes, rounds };
        command.SetAction(parsed =>
        {
            DirectoryInfo folder = Directory.CreateTempSubdirectory("longtail-lists-");
            try
            {
                Write(folder.FullName, parsed.GetValue(images), parsed.GetValue(classes));
                Console.WriteLine(JsonLine.Of(Measure(folder.FullName, parsed.GetValue(rounds))));
            }
            finally
            {
                folder.Delete(recursive: true);
            }
        });
        return command;
    }

    static ListReport Measure(string folder, int rounds)
    {
        double[] seconds = new double[rounds];
        DataSplit? data = null;
        for (int round = 0; round < rounds; round++)
        {
            data = null;
            long begin = Stopwatch.GetTimestamp();
            data = DataCatalog.Open(new() { Set = PictureSets.List, Pictures = new() { TrainList = "train.txt", TestList = "test.txt" } }, folder);
            seconds[round] = Math.Round(Stopwatch.GetElapsedTime(begin).TotalSeconds, 3);
        }
        return new(data!.Train.Count, data.Test.Count, data.Counts.Classes, seconds, Math.Round(PeakMemory.Mebibytes ?? 0, 1));
    }

    // Class after class, of sizes that fall evenly on a logarithmic scale; the names are as long as iNaturalist's.
    static void Write(string folder, int images, int classes)
    {
        double ratio = Math.Pow(500, 1.0 / classes), sum = 0;
        for (int label = 0; label < classes; label++) sum += Math.Pow(ratio, -label);
        using StreamWriter train = new(Path.Combine(folder, "train.txt")), test = new(Path.Combine(folder, "test.txt"));
        int written = 0;
        double due = 0;
        for (int label = 0; label < classes; label++)
        {
            due += Math.Pow(ratio, -label) / sum * (images - classes);
            for (int last = label == classes - 1 ? images : (int)due + label + 1; written < last; written++) train.WriteLine($"{Name("train", label, written)} {label}");
            for (int i = 0; i < TestPerClass; i++) test.WriteLine($"{Name("val", label, i)} {label}");
        }
        foreach (string first in new[] { Name("train", 0, 0), Name("val", 0, 0) })
        {
            Directory.CreateDirectory(Path.GetDirectoryName(Path.Combine(folder, first))!);
            File.WriteAllBytes(Path.Combine(folder, first), []);
        }
    }

    static string Name(string part, int label, int image) => $"{part}_val2018/Plantae/{label}/{image:x8}5f3c7a2b9d4e6081c2f3a4b5.jpg";
}

/// <summary>What was measured.</summary>
/// <param name="Images">To train on.</param>
/// <param name="TestImages">To measure on.</param>
/// <param name="Classes">Of both.</param>
/// <param name="Seconds">Of each time it was opened.</param>
/// <param name="PeakRssMib">Most memory of the process, writing the lists included.</param>
sealed record ListReport(int Images, int TestImages, int Classes, double[] Seconds, double PeakRssMib);
