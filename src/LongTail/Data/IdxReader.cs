using System.Collections.Immutable;
using LongTail.Foundation;
using LongTail.Pictures;

namespace LongTail.Data;

/// <summary>Reads the sets that come as IDX files: MNIST and Fashion-MNIST.</summary>
static class IdxReader
{
    /// <summary>Reads the four files of a set.</summary>
    /// <exception cref="DataException">A file is missing or damaged, or the files disagree.</exception>
    public static PublishedSet Read(SetFiles files, ImmutableArray<string> classNames, string? folder)
    {
        IReadOnlyDictionary<string, string> paths = files.Locate(folder);
        return new(
            Read(paths[IdxLayout.TrainImages], paths[IdxLayout.TrainLabels], DataFile.Bytes, classNames),
            Read(paths[IdxLayout.TestImages], paths[IdxLayout.TestLabels], DataFile.Bytes, classNames));
    }

    /// <summary>Reads a file of images and the file of their labels.</summary>
    /// <param name="imagesPath">Three dimensions.</param>
    /// <param name="labelsPath">One dimension.</param>
    /// <param name="bytes">Gives the contents of a path.</param>
    /// <param name="classNames">Names by label.</param>
    public static ResidentImageSet Read(string imagesPath, string labelsPath, Func<string, byte[]> bytes, ImmutableArray<string> classNames)
    {
        IdxFile images = IdxFile.Parse(imagesPath, bytes(imagesPath), dimensions: 3);
        IdxFile labels = IdxFile.Parse(labelsPath, bytes(labelsPath), dimensions: 1);
        (int rows, int columns) = (images.Dimensions[1], images.Dimensions[2]);
        if ((rows, columns) != (IdxLayout.Shape.Height, IdxLayout.Shape.Width))
            throw new DataException($"Found images of {rows} x {columns} pixels in {imagesPath}, expected {IdxLayout.Shape.Height} x {IdxLayout.Shape.Width}. Put the set's own file there.");
        if (images.Dimensions[0] != labels.Dimensions[0])
            throw new DataException($"Found {images.Dimensions[0]} images in {imagesPath} and {labels.Dimensions[0]} labels in {labelsPath}, expected one label per image. Take both files from one download.");
        for (int record = 0; record < labels.Values.Length; record++)
            if (labels.Values[record] >= classNames.Length)
                throw new DataException($"Found label {labels.Values[record]} in record {record} of {labelsPath}, expected 0 to {classNames.Length - 1}. The file is damaged or of another set; fetch it again.");
        return new(IdxLayout.Shape, images.Values, [.. labels.Values.Select(label => (int)label)], classNames);
    }
}
