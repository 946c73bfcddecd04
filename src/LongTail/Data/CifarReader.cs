using System.Collections.Immutable;
using LongTail.Foundation;
using LongTail.Pictures;

namespace LongTail.Data;

/// <summary>Reads CIFAR-10 and CIFAR-100 from their official binary files. Every label is checked at once; pixels are read when they are asked for.</summary>
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
        CifarFile[] files = [.. paths.Select(path => new CifarFile(path, layout, records))];
        return new(CifarLayout.Shape, Read, [.. files.SelectMany(file => file.Labels(classNames.Length))], classNames);

        void Read(ReadOnlySpan<int> images, Span<byte> pixels)
        {
            CifarFile.Pixels?[] open = new CifarFile.Pixels?[files.Length];
            try
            {
                for (int i = 0; i < images.Length; i++)
                {
                    (int part, int record) = Math.DivRem(images[i], records);
                    (open[part] ??= files[part].Open()).Read(record, pixels.Slice(i * CifarLayout.Shape.Bytes, CifarLayout.Shape.Bytes));
                }
            }
            finally
            {
                foreach (CifarFile.Pixels? file in open) file?.Dispose();
            }
        }
    }
}
