using LongTail.Store;

namespace LongTail.Tests.Store;

public sealed class FreeSpaceTests
{
    // Windows' Path.GetDirectoryName gives null for the root of a drive.
    [Fact]
    public void A_path_on_a_drive_that_is_not_there_has_no_folder_to_ask()
    {
        List<string> asked = [];
        Assert.Null(FreeSpace.Existing(@"Z:\runs\a", path =>
        {
            asked.Add(path);
            return asked.Count > 100;
        }, path => path == @"Z:\" ? null : path == @"Z:\runs" ? @"Z:\" : @"Z:\runs"));
        Assert.Equal([@"Z:\runs\a", @"Z:\runs", @"Z:\"], asked);
    }

    [Fact]
    public void A_folder_that_is_not_there_yet_has_the_room_of_the_one_above()
    {
        using TempFolder folder = new();
        Assert.Equal(folder.Path, FreeSpace.Existing(Path.Combine(folder.Path, "a", "b"), Path.Exists, Path.GetDirectoryName));
        Assert.NotNull(FreeSpace.Bytes(Path.Combine(folder.Path, "a", "b")));
    }
}
