using System.CommandLine;
using LongTail.Benchmarks.Speed;

namespace LongTail.Benchmarks.Pictures;

/// <summary>Measures what a pack of pictures costs and saves.</summary>
static class PackCommand
{
    public static Command Build()
    {
        Option<int> images = WholeNumber.Option("--images", "JPEG files that are made for it.", 600, least: 1);
        Option<int> width = WholeNumber.Option("--width", "Their columns.", 500, least: 8);
        Option<int> height = WholeNumber.Option("--height", "Their rows.", 375, least: 8);
        Option<int> quality = WholeNumber.Option("--quality", "Of the JPEG files; 96 makes 92 KB at the usual size.", 96, least: 1);
        Option<int> side = WholeNumber.Option("--side", "data.packedSide.", 256, least: 224);
        Option<int> epochs = WholeNumber.Option("--epochs", "Epochs that are loaded each way.", 2, least: 1);
        Option<int> workers = WholeNumber.Option("--workers", "Threads that decode.", Environment.ProcessorCount, least: 1);
        Command command = new("packs", "Epochs of loading pictures at 224 pixels by random resized crops: from their files, and from a pack, which is built first.") { images, width, height, quality, side, epochs, workers };
        command.SetAction(parsed =>
        {
            string folder = Directory.CreateTempSubdirectory("longtail-packs-").FullName;
            try
            {
                PictureFiles files = new(Path.Combine(folder, "data"), new(parsed.GetValue(width), parsed.GetValue(height)), parsed.GetValue(quality));
                files.Write(parsed.GetValue(images));
                PackSpeed speed = new(files, Path.Combine(folder, "packed"), parsed.GetValue(side), parsed.GetValue(epochs), parsed.GetValue(workers));
                Console.WriteLine(JsonLine.Of(speed.Measure()));
            }
            finally { Directory.Delete(folder, recursive: true); }
        });
        return command;
    }
}
