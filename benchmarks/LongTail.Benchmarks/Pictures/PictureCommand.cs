using System.CommandLine;
using LongTail.Benchmarks.Speed;
using LongTail.Imaging;

namespace LongTail.Benchmarks.Pictures;

/// <summary>Measures how fast picture files become the pixels of a training step.</summary>
static class PictureCommand
{
    const int Seed = 5;

    public static Command Build()
    {
        Option<DirectoryInfo> folder = new("--folder") { Description = "Picture files.", HelpName = "FOLDER", Required = true };
        Option<int> seconds = WholeNumber.Option("--seconds", "How long to measure, after a second of warming up.", 3, least: 1);
        Option<JpegLibrary> library = new("--library") { Description = "Who decodes JPEG files: the fastest there is, or Skia.", DefaultValueFactory = _ => JpegLibrary.Fastest };
        Option<int> side = WholeNumber.Option("--side", "Pixels of the result, each way.", 224, least: 1);
        Command command = new("pictures", "Picture files per CPU second: decoding, random resized crop and mirroring, on one thread.") { folder, seconds, library, side };
        command.SetAction(parsed =>
        {
            byte[][] files = [.. Directory.EnumerateFiles(parsed.GetRequiredValue(folder).FullName).Order(StringComparer.Ordinal).Select(File.ReadAllBytes)];
            PictureSpeed speed = new(files, new(parsed.GetValue(side), parsed.GetValue(side)), parsed.GetValue(library), new(Seed));
            speed.Measure(seconds: 1);
            (long images, double cpuSeconds) = speed.Measure(parsed.GetValue(seconds));
            Console.WriteLine(JsonLine.Of(new PictureReport
            {
                Library = parsed.GetValue(library) == JpegLibrary.Skia ? "Skia" : TurboJpeg.OfSystem is null ? "Skia, for the system has no libturbojpeg" : "libturbojpeg",
                Images = images,
                ImagesPerCpuSecond = Math.Round(images / cpuSeconds, 1),
            }));
        });
        return command;
    }
}

/// <summary>The speed, under the names that pictures.py reads.</summary>
sealed record PictureReport
{
    public string Program { get; } = "LongTail";
    public string Mode { get; } = "pictures";
    public required string Library { get; init; }
    public required long Images { get; init; }
    public required double ImagesPerCpuSecond { get; init; }
}
