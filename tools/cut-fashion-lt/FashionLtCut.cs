using LongTail.Data;

namespace LongTail.Tools.CutFashionLt;

/// <summary>The embedded set: Fashion-MNIST cut to a long tail from 500 images down to 5, with 200 test images of each class.</summary>
public static class FashionLtCut
{
    const double Ratio = 100;
    const int LargestClass = 500, TestImagesPerClass = 200, SubsetSeed = 0;

    /// <summary>The four files, by name, in the order of writing.</summary>
    /// <param name="folder">Of the whole Fashion-MNIST.</param>
    /// <exception cref="Foundation.DataException">Its files are missing or damaged.</exception>
    public static IEnumerable<(string Name, byte[] Contents)> Files(string folder)
    {
        PublishedSet whole = DataCatalog.Find("fashion-mnist").Read(folder);
        ResidentImageSet train = (ResidentImageSet)LongTailCut.Of(whole.Train, new ExponentialProfile(Ratio) { Largest = LargestClass }, SubsetSeed);
        ResidentImageSet test = (ResidentImageSet)LongTailCut.Of(whole.Test, new ExponentialProfile(1) { Largest = TestImagesPerClass }, SubsetSeed);
        return
        [
            ("train-images-idx3-ubyte", IdxWriter.Images(train)),
            ("train-labels-idx1-ubyte", IdxWriter.Labels(train)),
            ("t10k-images-idx3-ubyte", IdxWriter.Images(test)),
            ("t10k-labels-idx1-ubyte", IdxWriter.Labels(test)),
        ];
    }
}
