using System.Buffers.Binary;
using System.Security.Cryptography;

namespace LongTail.Data;

/// <summary>SHA-256 over all that training and measuring see: shape, classes, labels and pixels, in order.</summary>
static class Fingerprint
{
    /// <summary>Lower-case hex.</summary>
    /// <remarks>
    /// Hashed are, as little-endian 32-bit numbers, H, W, K and C; then for the training images, the test images and the validation images, where there are some, N, the N labels, and the pixels as bytes;
    /// of pictures in files, instead of the pixels, each path as the length of its UTF-8 and that.
    /// Published stage keys depend on it: never change it.
    /// </remarks>
    public static string Of(ImageSet train, ImageSet test, ImageSet? validation)
    {
        using IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Append(hash, [train.Shape.Height, train.Shape.Width, train.Shape.Channels, train.ClassNames.Length]);
        foreach (ImageSet part in new[] { train, test, validation }.OfType<ImageSet>())
        {
            Append(hash, [part.Count, .. part.Labels]);
            part.AppendContent(hash);
        }
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    static void Append(IncrementalHash hash, int[] numbers)
    {
        byte[] bytes = new byte[sizeof(int) * numbers.Length];
        for (int i = 0; i < numbers.Length; i++) BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(sizeof(int) * i), numbers[i]);
        hash.AppendData(bytes);
    }
}
