using LongTail.Imaging;

namespace LongTail.Tests.Imaging;

public class JpegLayoutTests
{
    [Theory]
    [InlineData("photo.jpg", 160, 120, 3, 1)]
    [InlineData("grey.jpg", 37, 28, 1, 1)]
    [InlineData("cmyk.jpg", 37, 28, 4, 1)]
    [InlineData("progressive.jpg", 37, 28, 3, 10)]
    public void The_markers_tell_size_components_and_scans(string name, int width, int height, int components, int scans)
    {
        byte[] file = PictureFiles.Read(name);
        JpegLayout layout = JpegLayout.Read(file);
        Assert.Equal(new(new(width, height), components, scans, IsWhole: true, layout.HeightAt), layout);
        Assert.Equal([0, (byte)height], file.AsSpan(layout.HeightAt, 2).ToArray());
    }

    [Fact]
    public void No_beginning_of_a_file_is_whole_not_even_one_with_a_whole_thumbnail_inside()
    {
        byte[] whole = PictureFiles.Read("photo.jpg"), thumbnail = PictureFiles.Read("grey.jpg");
        int length = thumbnail.Length + 2;
        byte[] file = [0xFF, 0xD8, 0xFF, 0xE1, (byte)(length >> 8), (byte)length, .. thumbnail, .. whole[2..]];
        Assert.Equal(JpegLayout.Read(whole) with { HeightAt = JpegLayout.Read(whole).HeightAt + 2 + length }, JpegLayout.Read(file));
        for (int end = 2; end < file.Length; end++) Assert.False(JpegLayout.Read(file.AsSpan(0, end)).IsWhole);
    }
}
