using LongTail.Imaging;

namespace LongTail.Tests.Imaging;

/// <summary>Byte orders, damage and what is not an orientation; whole files are in PictureTests.</summary>
public sealed class ExifOrientationTests
{
    const int Upright = 1;

    [Theory, InlineData(true), InlineData(false)]
    public void Both_byte_orders_are_read(bool little)
    {
        for (int value = 1; value <= 8; value++) Assert.Equal(value, ExifOrientation.Read(Exif(little, (0x0100, 4, 1, 500), (0x0112, 3, 1, value), (0x011A, 5, 1, 26))));
    }

    [Theory, InlineData(0), InlineData(9), InlineData(65_535)]
    public void Other_numbers_count_as_upright(int value) => Assert.Equal(Upright, ExifOrientation.Read(Exif(true, (0x0112, 3, 1, value))));

    [Fact]
    public void An_orientation_is_one_16_bit_number()
    {
        Assert.Equal(Upright, ExifOrientation.Read(Exif(true, (0x0112, 4, 1, 6))));
        Assert.Equal(Upright, ExifOrientation.Read(Exif(true, (0x0112, 3, 2, 6))));
    }

    [Fact]
    public void Data_that_ends_early_or_is_something_else_counts_as_upright()
    {
        byte[] whole = Exif(true, (0x0100, 4, 1, 500), (0x0112, 3, 1, 6));
        int needed = whole.Length - sizeof(uint);   // the place of a next directory is not looked at
        for (int length = 0; length < needed; length++) Assert.Equal(Upright, ExifOrientation.Read(whole.AsSpan(..length)));
        Assert.Equal(6, ExifOrientation.Read(whole.AsSpan(..needed)));
        Assert.Equal(Upright, ExifOrientation.Read("Exif\0\0II*\0\b\0\0\0\0\0"u8));
        byte[] far = [.. whole];
        far[7] = 0xFF;                              // a directory beyond the end
        Assert.Equal(Upright, ExifOrientation.Read(far));
    }

    [Fact]
    public void A_PNG_file_may_have_it_behind_its_pixels()
    {
        const int Last = 12;                        // bytes of the chunk that ends the file
        byte[] file = PictureFiles.Read("orientation-6.png");
        int begin = file.AsSpan().IndexOf("eXIf"u8) - sizeof(uint), end = begin + Last + file[begin + 3];
        byte[] moved = [.. file[..begin], .. file[end..^Last], .. file[begin..end], .. file[^Last..]];
        Assert.True(moved.AsSpan().IndexOf("eXIf"u8) > moved.AsSpan().IndexOf("IDAT"u8));
        Assert.Equal(PictureFiles.Draw(file), PictureFiles.Draw(moved));
    }

    static byte[] Exif(bool little, params (int Tag, int Type, int Count, int Value)[] entries)
    {
        List<byte> bytes = [.. little ? "II"u8 : "MM"u8];
        Add(42, 2);
        Add(8, 4);
        Add(entries.Length, 2);
        foreach ((int tag, int type, int count, int value) in entries)
        {
            Add(tag, 2);
            Add(type, 2);
            Add(count, 4);
            Add(value, type == 3 ? 2 : 4);
            if (type == 3) Add(0, 2);
        }
        Add(0, 4);
        return [.. bytes];

        void Add(int number, int size)
        {
            for (int place = 0; place < size; place++) bytes.Add((byte)(number >> 8 * (little ? place : size - 1 - place)));
        }
    }
}
