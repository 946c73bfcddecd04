using System.Buffers.Binary;
using System.Text;
using LongTail.Data;
using LongTail.Foundation;
using LongTail.Imaging;
using LongTail.Packs;
using LongTail.Tests.Imaging;

namespace LongTail.Tests.Packs;

/// <summary>A pack gives the pixels of its pictures, or says what is wrong with it.</summary>
public sealed class PackTests : IDisposable
{
    readonly PackShop _shop = new();

    public void Dispose() => _shop.Dispose();

    [Fact]
    public void A_pack_gives_the_bytes_that_files_give_for_pictures_of_every_kind()
    {
        using PackedSets sets = _shop.Sets();
        PictureSet packed = sets.Of(_shop.Set(), CancellationToken.None);
        Assert.Equal(PackShop.Views(_shop.Set()), PackShop.Views(packed));
        Assert.True(File.Exists(_shop.File));
    }

    // So the numbers of a run with a pack may be compared with those of one without, as far as measuring goes.
    [Fact]
    public void Packed_at_the_side_that_measuring_uses_a_picture_is_measured_as_without_a_pack()
    {
        byte[][] plain = PackShop.Views(_shop.Set(packedSide: 0)), packed = PackShop.Views(_shop.Set());
        for (int view = 0; view < plain.Length; view += 2) PixelAssert.Within(0, plain[view], packed[view], PictureFiles.Whole[view / 2]);
        Assert.NotEqual(plain, packed);   // other crops are drawn from fewer pixels
    }

    [Fact]
    public void Subsets_draw_from_the_same_pack()
    {
        using PackedSets sets = _shop.Sets();
        PictureSet part = (PictureSet)sets.Of(_shop.Set(), CancellationToken.None).OfClasses([1]);
        foreach (string file in Directory.GetFiles(_shop.Data)) File.Delete(file);   // the files are not asked any more
        Assert.Equal(PictureFiles.Whole.Length / 2, part.Count);
        Assert.All(PackShop.Views(part), Assert.NotNull);
    }

    [Fact]
    public void Its_checksum_is_the_published_one() => Assert.Equal(0xE3069283, Crc32C.Of("123456789"u8));

    // The words of docs/decisions/0016, read by hand.
    [Fact]
    public void Its_bytes_are_where_the_specification_says()
    {
        ReadOnlySpan<byte> pack = _shop.Build();
        int count = PictureFiles.Whole.Length;
        Assert.Equal("LTPACK\x1A\n", Encoding.Latin1.GetString(pack[..8]));
        Assert.Equal([2, PackShop.Side, count], new[] { Number(pack, 8), Number(pack, 12), Number(pack, 16) });
        Assert.Equal(pack.Length, BinaryPrimitives.ReadInt64LittleEndian(pack[24..]));
        Assert.Equal(_shop.Content.Identity.ToArray(), pack[32..64].ToArray());
        Assert.Equal(Crc32C.Of(pack[..64]), (uint)Number(pack, 64));
        Assert.Equal(Crc32C.Of(pack.Slice(72, 40 * count)), (uint)Number(pack, 20));
        long end = 72 + 40 * count;
        for (int picture = 0; picture < count; picture++)
        {
            ReadOnlySpan<byte> line = pack.Slice(72 + 40 * picture, 40);
            Assert.Equal(end, BinaryPrimitives.ReadInt64LittleEndian(line));
            int width = Number(line, 8), height = Number(line, 12), length = 3 * width * height;
            Assert.Equal(PackShop.Side, Math.Min(width, height));
            FileInfo file = new(_shop.Content.FileOf(picture));
            Assert.Equal((file.Length, file.LastWriteTimeUtc.ToFileTimeUtc()), (BinaryPrimitives.ReadInt64LittleEndian(line[16..]), BinaryPrimitives.ReadInt64LittleEndian(line[24..])));
            Assert.Equal(Crc32C.Of(pack.Slice((int)end, length)), (uint)Number(line, 32));
            end += length;
        }
        Assert.Equal(end, pack.Length);

        static int Number(ReadOnlySpan<byte> bytes, int at) => BinaryPrimitives.ReadInt32LittleEndian(bytes[at..]);
    }

    [Fact]
    public void A_pack_that_ends_early_anywhere_is_not_opened()
    {
        byte[] whole = _shop.Build();
        foreach (int length in new[] { 0, 7, 71, 72, 100, 72 + 40 * PictureFiles.Whole.Length, whole.Length / 2, whole.Length - 1 })
        {
            File.WriteAllBytes(_shop.File, whole[..length]);
            Refused(length < 72 ? "found no pack of pictures" : $"found {length} bytes, expected {whole.Length}");
        }
        File.WriteAllBytes(_shop.File, [.. whole, 0]);
        Refused($"found {whole.Length + 1} bytes");
    }

    // Each of the first bytes, and some of the table; all of those that count.
    [Fact]
    public void A_bit_that_is_changed_in_header_or_table_is_noticed_before_a_picture_is_drawn()
    {
        byte[] whole = _shop.Build();
        int head = 72 + 40 * PictureFiles.Whole.Length;
        for (int at = 0; at < head; at += at < 67 ? 1 : 5)
        {
            byte[] damaged = [.. whole];
            damaged[at] ^= 1;
            File.WriteAllBytes(_shop.File, damaged);
            if (at is < 68 or >= 72) Refused("found ");
        }
    }

    [Fact]
    public void A_pack_of_another_version_says_so()
    {
        byte[] pack = _shop.Build();
        pack[8] = 1;
        File.WriteAllBytes(_shop.File, pack);
        Refused("found version 1, expected 2");
    }

    [Fact]
    public void A_pack_of_other_pictures_is_not_taken_for_this_one()
    {
        PackContent fewer = new(_shop.Data, PictureFiles.Whole[1..], PackShop.Side), smaller = new(_shop.Data, PictureFiles.Whole, 16);
        Assert.Equal(3, new[] { _shop.Content, fewer, smaller }.Select(content => content.FileName).Distinct().Count());
        _shop.Build();
        Assert.Contains($"expected the {PictureFiles.Whole.Length - 1} of this set at 20", Assert.Throws<PackException>(() => Pack.Open(_shop.File, fewer, 1)).Message, StringComparison.Ordinal);
        Assert.Contains("of this set at 16", Assert.Throws<PackException>(() => Pack.Open(_shop.File, smaller, 1)).Message, StringComparison.Ordinal);
    }

    // The pixels are looked at when they are drawn: reading all of them first takes minutes for a large set.
    [Fact]
    public void Damaged_pixels_are_told_with_picture_pack_and_remedy_and_the_others_still_serve()
    {
        byte[] pack = _shop.Build();
        pack[^1] ^= 0x10;
        File.WriteAllBytes(_shop.File, pack);
        using Pack opened = Pack.Open(_shop.File, _shop.Content, 1);
        string message = Assert.Throws<DataException>(() => opened.OpenPicture(PictureFiles.Whole[^1])).Message;
        Assert.StartsWith($"Found damaged pixels of {PictureFiles.Whole[^1]} in {_shop.File} (checksum ", message, StringComparison.Ordinal);
        Assert.Contains("Delete the pack: the next run builds it anew.", message, StringComparison.Ordinal);
        opened.OpenPicture(PictureFiles.Whole[0]).Dispose();
    }

    [Fact]
    public void A_picture_that_is_being_drawn_keeps_its_pixels_when_the_pack_is_closed()
    {
        _shop.Build();
        Pack pack = Pack.Open(_shop.File, _shop.Content, 1);
        IPicture picture = pack.OpenPicture("photo.jpg");
        pack.Dispose();
        byte[] rgb = new byte[16 * 16 * 3];
        picture.Draw(Placements.ResizeShorterSideThenCentreCrop(picture.Size, 20, 16), rgb);
        Assert.True(rgb.Distinct().Count() > 10);
        picture.Dispose();
        Assert.Throws<ObjectDisposedException>(() => pack.OpenPicture("photo.jpg"));
    }

    void Refused(string part) => Assert.Contains(part, Assert.Throws<PackException>(() => Pack.Open(_shop.File, _shop.Content, 1).Dispose()).Message, StringComparison.Ordinal);
}
