using LongTail.Data;
using LongTail.Foundation;
using LongTail.Packs;
using LongTail.Store;
using LongTail.Tests.Store;

namespace LongTail.Tests.Packs;

/// <summary>Packs are the same whoever builds them, and are there whole or not at all.</summary>
public sealed class PackBuilderTests : IDisposable
{
    readonly PackShop _shop = new();

    public void Dispose() => _shop.Dispose();

    [Fact]
    public void The_bytes_do_not_depend_on_the_number_of_threads()
    {
        byte[] one = _shop.Build(workers: 1);
        Assert.Equal(one, _shop.Build(workers: 2));
        Assert.Equal(one, _shop.Build(workers: 7));
    }

    [Fact]
    public void Builders_that_do_not_know_of_each_other_leave_one_whole_pack()
    {
        Parallel.For(0, 6, _ => _shop.Build());
        Pack.Open(_shop.File, _shop.Content, 1).Dispose();
        Assert.Equal([_shop.File], Directory.GetFileSystemEntries(_shop.Folder));
    }

    // Every write, flush and rename in turn.
    [Fact]
    public void A_disk_that_fails_at_any_step_leaves_no_pack_and_no_other_file()
    {
        for (int step = 0; ; step++)
        {
            FaultyDisk disk = new(step, new IOException("No space left on device", 28), forGood: false);
            try
            {
                new PackBuilder(disk, 2, _ => null).Build(_shop.File, _shop.Content, _ => { }, _ => { }, CancellationToken.None);
                Assert.False(disk.Failed);
                Assert.True(step > PictureFiles.Whole.Length);
                return;
            }
            catch (StorageException fault)
            {
                Assert.Contains(_shop.File, fault.Message, StringComparison.Ordinal);
                if (File.Exists(_shop.File)) Pack.Open(_shop.File, _shop.Content, 1).Dispose();   // renamed, and the folder not flushed
                Assert.DoesNotContain(Directory.GetFileSystemEntries(_shop.Folder), file => file != _shop.File);
            }
        }
    }

    // As every file that is written in one step: bytes on the medium, then the name, then the name on the medium.
    [Fact]
    public void A_pack_gets_its_name_when_its_bytes_are_on_the_medium()
    {
        JournalDisk disk = new();
        new PackBuilder(disk, 2, _ => null).Build(_shop.File, _shop.Content, _ => { }, _ => { }, CancellationToken.None);
        string temporary = Assert.IsType<DiskStep.CreateFile>(disk.Steps[0]).Path;
        Assert.All(disk.Steps.Skip(1).SkipLast(3), step => Assert.IsType<DiskStep.Write>(step));
        Assert.Equal([new DiskStep.Flush(temporary), new DiskStep.Rename(temporary, _shop.File), new DiskStep.FlushFolder(_shop.Folder)], disk.Steps.TakeLast(3));
    }

    [Fact]
    public void A_build_that_is_cancelled_leaves_nothing()
    {
        using CancellationTokenSource source = new();
        Assert.Throws<OperationCanceledException>(() => new PackBuilder(Disk.Machine, 2, _ => null).Build(_shop.File, _shop.Content, _ => source.Cancel(), _ => { }, source.Token));
        Assert.Empty(Directory.GetFileSystemEntries(_shop.Folder));
    }

    [Fact]
    public void Too_little_room_is_told_before_a_byte_is_written()
    {
        string message = Assert.Throws<StorageException>(() => new PackBuilder(Disk.Machine, 2, _ => 1L << 30).Build(_shop.File, _shop.Content, _ => { }, _ => { }, CancellationToken.None)).Message;
        Assert.StartsWith($"{_shop.File}: found 1 GiB free, expected 0.01 GiB for {PictureFiles.Whole.Length} pictures at a shorter side of 20 pixels, and 1 GiB more for results.", message, StringComparison.Ordinal);
        Assert.False(Directory.Exists(_shop.Folder));
    }

    [Theory, InlineData("photo.jpg", "<html>", ", which cannot be drawn: found HTML text"), InlineData("colour.png", null, ", which cannot be read")]
    public void A_file_that_is_no_picture_or_gone_is_named_before_a_byte_is_written(string name, string? contents, string fault)
    {
        string file = Path.Combine(_shop.Data, name);
        if (contents is null) File.Delete(file);
        else File.WriteAllText(file, contents);
        Assert.StartsWith($"Found {file}{fault}", Assert.Throws<DataException>(() => _shop.Build()).Message, StringComparison.Ordinal);
        Assert.False(Directory.Exists(_shop.Folder));
    }

    [Fact]
    public void A_picture_of_more_pixels_than_its_set_allows_stops_the_building()
    {
        PictureSet set = new(_shop.Data, new(PictureFiles.Whole, [.. PictureFiles.Whole.Select(_ => 0)]), ["all"], new() { Size = 16, ShorterSide = PackShop.Side, PackedSide = PackShop.Side, MostPixels = 100 });
        PackContent content = PackContent.Of(set);
        Assert.Equal((100, _shop.File), (content.MostPixels, Path.Combine(_shop.Folder, content.FileName)));
        string message = Assert.Throws<DataException>(() => new PackBuilder(Disk.Machine, 2, _ => null).Build(_shop.File, content, _ => { }, _ => { }, CancellationToken.None)).Message;
        Assert.Contains("expected at most 0.0001 million", message, StringComparison.Ordinal);
        Assert.False(Directory.Exists(_shop.Folder));
    }

    // Behind a header that reads well.
    [Fact]
    public void A_picture_whose_pixels_are_damaged_is_named_and_leaves_no_pack()
    {
        byte[] png = PictureFiles.Read("colour.png");
        for (int at = png.Length / 3; at < png.Length * 2 / 3; at++) png[at] ^= 0x55;
        File.WriteAllBytes(Path.Combine(_shop.Data, "colour.png"), png);
        Assert.Contains("colour.png, which cannot be drawn: found", Assert.Throws<DataException>(() => _shop.Build()).Message, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFileSystemEntries(_shop.Folder));
    }

    [Fact]
    public void A_picture_that_a_list_names_twice_is_held_once() =>
        Assert.Equal(_shop.Content.Identity.ToArray(), new PackContent(_shop.Data, [.. PictureFiles.Whole, .. PictureFiles.Whole], PackShop.Side).Identity.ToArray());
}
