using System.Collections.Immutable;
using LongTail.Foundation;

namespace LongTail.Data;

/// <summary>Reads CIFAR-10 and CIFAR-100 from their official binary files.</summary>
static class CifarReader
{
    /// <summary>Reads the set; pixels come out as rows, columns, channels.</summary>
    /// <exception cref="DataException">A file is missing, has another length than its records need, or holds a label out of range.</exception>
    public static PublishedSet Read(CifarLayout layout, ImmutableArray<string> classNames, string? folder)
    {
        IReadOnlyDictionary<string, string> paths = layout.Files.Locate(folder);
        CheckNames(Path.Combine(Path.GetDirectoryName(paths[layout.TestFile])!, layout.NamesFile), classNames);
        return new(
            Read(layout, classNames, [.. layout.TrainFiles.Select(name => paths[name])], layout.TrainRecords),
            Read(layout, classNames, [paths[layout.TestFile]], layout.TestRecords));
    }

    static void CheckNames(string path, ImmutableArray<string> classNames)
    {
        if (!File.Exists(path)) return;
        string[] found = [.. DataFile.Lines(path).Select(line => line.Trim()).Where(line => line.Length > 0)];
        for (int label = 0; label < Math.Max(found.Length, classNames.Length); label++)
        {
            string? here = found.ElementAtOrDefault(label), expected = classNames.ElementAtOrDefault(label);
            if (here != expected)
                throw new DataException($"Found {here ?? "no name"} for class {label} in {path}, expected {expected ?? "no more names"}. Put the official file back.");
        }
    }

    static ResidentImageSet Read(CifarLayout layout, ImmutableArray<string> classNames, string[] paths, int records)
    {
        byte[] pixels = new byte[paths.Length * records * CifarLayout.Shape.Bytes];
        ImmutableArray<int>.Builder labels = ImmutableArray.CreateBuilder<int>(paths.Length * records);
        foreach (string path in paths)
        {
            byte[] file = DataFile.Bytes(path);
            CheckLength(path, file.Length, records, layout);
            for (int record = 0; record < records; record++)
            {
                ReadOnlySpan<byte> bytes = file.AsSpan(record * layout.RecordBytes, layout.RecordBytes);
                Interleave(bytes[layout.LabelBytes..], pixels.AsSpan(labels.Count * CifarLayout.Shape.Bytes, CifarLayout.Shape.Bytes));
                labels.Add(Label(bytes[layout.LabelBytes - 1], path, record, classNames.Length));
            }
        }
        return new(CifarLayout.Shape, pixels, labels.MoveToImmutable(), classNames);
    }

    static void CheckLength(string path, int found, int records, CifarLayout layout)
    {
        long expected = (long)records * layout.RecordBytes;
        if (found == expected) return;
        int otherLabels = 3 - layout.LabelBytes;
        string guess =
            found == (long)records * (CifarLayout.Shape.Bytes + otherLabels) ? $"Its records have {otherLabels} label byte(s), not {layout.LabelBytes}: this is the other CIFAR."
            : found < expected ? "The file is cut short."
            : "There are bytes after the last record.";
        throw new DataException(
            $"Found {found} bytes in {path}, expected {expected}: {records} records of {layout.RecordBytes} bytes. {guess} {layout.Files.Source}");
    }

    static int Label(byte label, string path, int record, int classes) => label < classes ? label
        : throw new DataException($"Found label {label} in record {record} of {path}, expected 0 to {classes - 1}. The file is damaged or of another set; fetch it again.");

    // Three planes to three neighbouring bytes per pixel.
    static void Interleave(ReadOnlySpan<byte> planes, Span<byte> pixels)
    {
        int area = planes.Length / 3;
        ReadOnlySpan<byte> red = planes[..area], green = planes.Slice(area, area), blue = planes[(2 * area)..];
        for (int pixel = 0; pixel < area; pixel++)
        {
            pixels[3 * pixel] = red[pixel];
            pixels[3 * pixel + 1] = green[pixel];
            pixels[3 * pixel + 2] = blue[pixel];
        }
    }
}
