using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using LongTail.Foundation;
using LongTail.Pictures;

namespace LongTail.Data;

/// <summary>Reads CIFAR-10 and CIFAR-100 from their official binary files. Every label is checked at once; pixels are laid out when they are asked for.</summary>
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
        byte[][] files = [.. paths.Select(DataFile.Bytes)];
        ImmutableArray<int>.Builder labels = ImmutableArray.CreateBuilder<int>(paths.Length * records);
        for (int part = 0; part < files.Length; part++)
        {
            CheckLength(paths[part], files[part].Length, records, layout);
            for (int record = 0; record < records; record++)
                labels.Add(Label(files[part][record * layout.RecordBytes + layout.LabelBytes - 1], paths[part], record, classNames.Length));
        }
        return new(CifarLayout.Shape, Decode, labels.MoveToImmutable(), classNames);

        void Decode(int image, Span<byte> pixels)
        {
            (int part, int record) = Math.DivRem(image, records);
            Interleave(files[part].AsSpan(record * layout.RecordBytes + layout.LabelBytes, CifarLayout.Shape.Bytes), pixels);
        }
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

    // Three planes to three neighbouring bytes per pixel. Optimised at once: the runtime would do so only after all images have passed.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
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
