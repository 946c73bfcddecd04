using System.Runtime.CompilerServices;
using LongTail.Foundation;
using LongTail.Pictures;
using Microsoft.Win32.SafeHandles;

namespace LongTail.Data;

/// <summary>One file of CIFAR. Nothing of it is kept: of six files of 31 MB, a long tail needs a third, and pages that are never taken need not be cleared.</summary>
/// <param name="path">Where it is.</param>
/// <param name="layout">How its records look.</param>
/// <param name="records">How many there must be.</param>
sealed class CifarFile(string path, CifarLayout layout, int records)
{
    const int RecordsAtOnce = 64;

    int[] _labels = [];

    int RecordBytes => layout.RecordBytes;

    /// <summary>The label of each record.</summary>
    /// <param name="classes">Labels are below this.</param>
    /// <exception cref="DataException">The file is missing, cannot be read or has another length than its records need; or a label is out of range.</exception>
    public int[] Labels(int classes)
    {
        using SafeFileHandle file = Checked();
        int[] labels = new int[records];
        byte[] buffer = new byte[RecordsAtOnce * layout.RecordBytes];
        for (int first = 0; first < records; first += RecordsAtOnce)
        {
            int count = Math.Min(RecordsAtOnce, records - first);
            Read(file, first * (long)layout.RecordBytes, buffer.AsSpan(0, count * layout.RecordBytes));
            for (int record = 0; record < count; record++)
                labels[first + record] = Label(buffer[record * layout.RecordBytes + layout.LabelBytes - 1], first + record, classes);
        }
        return _labels = labels;
    }

    /// <summary>Opens it to read pixels from it, after its labels.</summary>
    /// <exception cref="DataException">It cannot be read any more, or is no longer what it was.</exception>
    public Pixels Open() => new(this, Checked());

    SafeFileHandle Checked()
    {
        SafeFileHandle file = DataFile.Read(path, DataFile.Readable, here => File.OpenHandle(here));
        try
        {
            CheckLength(DataFile.Read(path, DataFile.Readable, _ => RandomAccess.GetLength(file)));
            return file;
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    void CheckLength(long found)
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

    int Label(byte label, int record, int classes) => label < classes ? label
        : throw new DataException($"Found label {label} in record {record} of {path}, expected 0 to {classes - 1}. The file is damaged or of another set; fetch it again.");

    void ReadRecord(SafeFileHandle file, int record, byte[] into)
    {
        Read(file, (long)record * layout.RecordBytes, into);
        int label = into[layout.LabelBytes - 1];
        if (label != _labels[record])
            throw new DataException($"Found label {label} in record {record} of {path}, where label {_labels[record]} was before, expected a file that stays as it is. Start again once nothing changes it.");
    }

    void Read(SafeFileHandle file, long at, Span<byte> into)
    {
        try
        {
            for (int read = 0, more; read < into.Length; read += more)
            {
                more = RandomAccess.Read(file, into[read..], at + read);
                if (more == 0) throw new EndOfStreamException("it became shorter while it was read");
            }
        }
        catch (Exception fault) when (DataFile.IsReadFailure(fault))
        {
            throw DataFile.Unreadable(path, fault);
        }
    }

    /// <summary>The file, open.</summary>
    public sealed class Pixels(CifarFile of, SafeFileHandle file) : IDisposable
    {
        readonly byte[] _record = new byte[of.RecordBytes];

        /// <summary>One image as rows, columns, channels.</summary>
        /// <param name="record">Its number in the file.</param>
        /// <param name="pixels">H x W x C.</param>
        /// <exception cref="DataException">It cannot be read any more, or has another label than before.</exception>
        public void Read(int record, Span<byte> pixels)
        {
            of.ReadRecord(file, record, _record);
            Interleave(_record.AsSpan(^CifarLayout.Shape.Bytes..), pixels);
        }

        public void Dispose() => file.Dispose();
    }

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
