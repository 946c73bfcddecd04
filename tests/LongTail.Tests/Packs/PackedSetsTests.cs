using LongTail.Data;
using LongTail.Foundation;
using LongTail.Packs;
using LongTail.Tests.Store;

namespace LongTail.Tests.Packs;

/// <summary>Packs are built once, used again, built anew when they do not serve, and done without where they cannot be.</summary>
public sealed class PackedSetsTests : IDisposable
{
    readonly PackShop _shop = new();

    public void Dispose() => _shop.Dispose();

    [Fact]
    public void A_pack_is_built_once_and_used_by_later_runs()
    {
        Open();
        Assert.Equal($"{PictureFiles.Whole.Length} pictures are decoded once and kept at a shorter side of 20 pixels in {_shop.File}, 0.01 GiB.", Assert.Single(_shop.Told));
        Assert.Equal(Enumerable.Range(1, PictureFiles.Whole.Length).Select(done => (done, PictureFiles.Whole.Length)), _shop.Packed);
        DateTime built = File.GetLastWriteTimeUtc(_shop.File);
        Open();
        Assert.Equal((1, built), (_shop.Told.Count, File.GetLastWriteTimeUtc(_shop.File)));
    }

    [Fact]
    public void A_set_that_asks_for_none_gets_none()
    {
        using PackedSets sets = _shop.Sets();
        PictureSet plain = _shop.Set(packedSide: 0);
        Assert.Same(plain, sets.Of(plain, CancellationToken.None));
        Assert.False(Directory.Exists(_shop.Folder));
    }

    [Fact]
    public void A_picture_that_is_exchanged_under_its_name_is_packed_anew()
    {
        byte[][] before = Open();
        File.Copy(Path.Combine(_shop.Data, "grey.png"), Path.Combine(_shop.Data, "colour.png"), overwrite: true);
        byte[][] after = Open();
        Assert.Equal(PackShop.Views(_shop.Set()), after);
        Assert.NotEqual(before, after);
        Assert.StartsWith($"{_shop.File} does not serve any more: found 1 picture(s) that have changed since, such as colour.png. {PictureFiles.Whole.Length} pictures are decoded once", _shop.Told[1], StringComparison.Ordinal);
    }

    [Fact]
    public void So_is_one_that_has_only_another_time()
    {
        Open();
        File.SetLastWriteTimeUtc(Path.Combine(_shop.Data, "grey.png"), new(2001, 2, 3, 4, 5, 6, DateTimeKind.Utc));
        Open();
        Assert.Contains("such as grey.png", _shop.Told[1], StringComparison.Ordinal);
    }

    // A list may name links; what counts is what they lead to.
    [Fact]
    public void A_link_is_known_by_the_file_it_leads_to()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows lets administrators alone make links.");
        string link = Path.Combine(_shop.Data, "grey.png"), target = Path.Combine(_shop.Data, "target");
        File.Move(link, target);
        File.CreateSymbolicLink(link, target);
        Open();
        File.SetLastWriteTimeUtc(target, new(2001, 2, 3, 4, 5, 6, DateTimeKind.Utc));
        Open();
        Assert.Contains("such as grey.png", _shop.Told[1], StringComparison.Ordinal);
    }

    [Fact]
    public void A_picture_that_is_gone_stops_the_run_with_its_name()
    {
        Open();
        File.Delete(Path.Combine(_shop.Data, "grey.png"));
        Assert.Contains("grey.png, which cannot be read", Assert.Throws<DataException>(() => Open()).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_damaged_pack_is_built_anew()
    {
        byte[][] before = Open();
        File.WriteAllText(_shop.File, "nothing");
        Assert.Equal(before, Open());
        Assert.StartsWith($"{_shop.File} does not serve any more: found no pack of pictures. ", _shop.Told[1], StringComparison.Ordinal);
    }

    [Fact]
    public void What_a_killed_build_left_is_not_taken_for_a_pack_and_goes()
    {
        byte[] whole = _shop.Build();
        File.Delete(_shop.File);
        string left = Path.Combine(_shop.Folder, $".{_shop.Content.FileName}.999999-0.tmp");
        File.WriteAllBytes(left, whole[..(whole.Length / 2)]);
        Open();
        Assert.Equal([_shop.File], Directory.GetFileSystemEntries(_shop.Folder));
    }

    [Fact]
    public void Without_room_or_leave_to_write_the_files_give_the_same_bytes_and_the_reason_is_told()
    {
        byte[][] packed = Open();
        File.Delete(_shop.File);
        Assert.Equal(packed, Views(_shop.Sets(freeBytes: _ => 1000)));
        Assert.Contains("GiB free, expected", _shop.Told[1], StringComparison.Ordinal);
        Assert.EndsWith("Pictures are decoded each time instead: the numbers are the same, and it takes longer.", _shop.Told[1], StringComparison.Ordinal);
        Assert.Equal(packed, Views(_shop.Sets(disk: new FaultyDisk(0, new UnauthorizedAccessException("no"), forGood: true))));
        Assert.Contains("found no permission to write there", _shop.Told[^1], StringComparison.Ordinal);
        Assert.False(File.Exists(_shop.File));
    }

    byte[][] Open() => Views(_shop.Sets());

    byte[][] Views(PackedSets sets)
    {
        using (sets) return PackShop.Views(sets.Of(_shop.Set(), CancellationToken.None));
    }
}
