using CsCheck;
using LongTail.Imaging;

namespace LongTail.Tests.Imaging;

public class JpegDataTests
{
    // 40 x 16 grey pixels, a restart marker after each block; by libturbojpeg with TJ_RESTART=1B.
    const string WithRestarts = "/9j/4AAQSkZJRgABAQAAAQABAAD/2wBDACgcHiMeGSgjISMtKygwPGRBPDc3PHtYXUlkkYCZlo+AjIqgtObDoKrarYqMyP/L2u71////m8H////6/+b9//j/wAALCAAQACgBAREA/8QAGAABAAMBAAAAAAAAAAAAAAAABAABAwX/xAAgEAADAQABAwUAAAAAAAAAAAABAgMABAURQSEiMnGB/90ABAAB/9oACAEBAAA/AOekt//QOkt//9GJLf/SQkt//9N6zCqWYgADuSfG/9Sklv/V3SW//9Z6S3//19+R1CHGYooNaA9iB6AfZ3//0BXvblt3q3t8IPiPzf/Z";

    public static TheoryData<string> Sound => [.. PictureFiles.Whole.Where(name => name.EndsWith(".jpg", StringComparison.Ordinal))];

    [Theory]
    [MemberData(nameof(Sound))]
    public void A_sound_file_is_sound_whatever_follows_its_end_marker(string name)
    {
        JpegData.Check(PictureFiles.Read(name));
        JpegData.Check([.. PictureFiles.Read(name), 1, 2, 0xFF, 0xC0, 3]);
    }

    [Theory]
    [InlineData("photo.jpg")]
    [InlineData("baseline-444.jpg")]
    [InlineData("progressive.jpg")]
    [InlineData("grey.jpg")]
    [InlineData("cmyk.jpg")]
    public void Zeros_for_pixels_missing_ones_and_noise_are_damage_where_drawing_goes_on(string name)
    {
        byte[] file = PictureFiles.Read(name);
        int scan = file.AsSpan().IndexOf((ReadOnlySpan<byte>)[0xFF, 0xDA]) + 14, length = file.Length - 2 - scan;
        byte[] noise = [.. Enumerable.Range(0, length / 3).Select(i => (byte)(i * 151 % 251))];
        AssertDamaged([.. file[..(scan + length / 2)], .. new byte[length - length / 2], .. file[^2..]]);
        AssertDamaged([.. file[..(scan + length / 4)], .. file[^2..]]);
        AssertDamaged([.. file[..(scan + length / 3)], .. noise, .. file[(scan + length / 3 + noise.Length)..]]);

        static void AssertDamaged(byte[] file)
        {
            foreach (JpegLibrary library in Enum.GetValues<JpegLibrary>()) _ = PictureFiles.Draw(file, library: library);
            Assert.Equal(PictureFault.Damaged, Assert.Throws<PictureException>(() => JpegData.Check(file)).Fault);
        }
    }

    [Fact]
    public void Restart_markers_are_there_and_in_their_order()
    {
        byte[] file = Convert.FromBase64String(WithRestarts);
        JpegData.Check(file);
        int first = file.AsSpan().IndexOf((ReadOnlySpan<byte>)[0xFF, 0xD0]), second = file.AsSpan().IndexOf((ReadOnlySpan<byte>)[0xFF, 0xD1]);
        Assert.Contains("restart markers out of order", Fault([.. file[..first], .. file[second..]]), StringComparison.Ordinal);
        Assert.Contains("restart markers out of order", Fault([.. file[..first], .. file[(first + 2)..second], .. file[first..(first + 2)], .. file[(second + 2)..]]), StringComparison.Ordinal);

        static string Fault(byte[] file) => Assert.Throws<PictureException>(() => JpegData.Check(file)).Message;
    }

    [Fact]
    public void A_few_bytes_behind_the_last_block_are_filling_and_many_are_damage()
    {
        byte[] file = PictureFiles.Read("photo.jpg");
        JpegData.Check([.. file[..^2], .. new byte[16], .. file[^2..]]);
        Assert.Contains("17 bytes more than the blocks of the scan take", Assert.Throws<PictureException>(() => JpegData.Check([.. file[..^2], .. new byte[17], .. file[^2..]])).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Whatever_is_damaged_nothing_else_is_thrown() =>
        Gen.Select(Gen.OneOf(Gen.Const("progressive.jpg"), Gen.Const("photo.jpg"), Gen.Const("cmyk.jpg")), Gen.Select(Gen.Int[0, 20_000], Gen.Byte).Array[1, 6]).Sample((name, changes) =>
        {
            byte[] file = PictureFiles.Read(name);
            foreach ((int place, byte value) in changes) file[2 + place % (file.Length - 2)] = value;
            try { JpegData.Check(file); }
            catch (PictureException fault) { Assert.Equal(PictureFault.Damaged, fault.Fault); }
        }, iter: 5000, threads: 1);
}
