using LongTail.Native;

namespace LongTail.Tests.Native;

public sealed class ControlGroupTests : IDisposable
{
    readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_process_is_in_its_own_group_and_in_those_that_hold_it()
    {
        Assert.Equal(
            [new("/sys/fs/cgroup/memory/docker/1f", false), new("/sys/fs/cgroup/memory/docker", false), new("/sys/fs/cgroup/memory", false), new("/sys/fs/cgroup/user.slice", true), new("/sys/fs/cgroup", true)],
            ControlGroup.Of("12:pids:/docker/1f\n9:hugetlb,memory:/docker/1f\n0::/user.slice\n"));
        Assert.Equal([new("/sys/fs/cgroup", true)], ControlGroup.Of("0::/\n"));
        Assert.Empty(ControlGroup.Of(""));
    }

    [Fact]
    public void What_it_uses_is_told_without_files_that_can_be_let_go_of()
    {
        foreach ((string name, string text) in new[] { ("memory.max", "2147483648\n"), ("memory.current", "1000000\n"), ("memory.stat", "anon 5\ninactive_file 300000\nactive_file 7\n") }) File.WriteAllText(_folder.At(name), text);
        ControlGroup second = new(_folder.At("."), IsSecond: true);
        Assert.Equal((2_147_483_648, 700_000), (second.Limit, second.Used));

        foreach ((string name, string text) in new[] { ("memory.limit_in_bytes", "5000\n"), ("memory.usage_in_bytes", "900\n"), ("memory.stat", "inactive_file 1\ntotal_inactive_file 400\n") }) File.WriteAllText(_folder.At(name), text);
        ControlGroup first = new(_folder.At("."), IsSecond: false);
        Assert.Equal((5_000, 500), (first.Limit, first.Used));
    }

    [Fact]
    public void Without_a_limit_there_is_none()
    {
        File.WriteAllText(_folder.At("memory.max"), "max\n");
        Assert.Null(new ControlGroup(_folder.At("."), IsSecond: true).Limit);
        Assert.Null(new ControlGroup(_folder.At("none"), IsSecond: false).Limit);
        Assert.Equal(0, new ControlGroup(_folder.At("none"), IsSecond: false).Used);
    }
}
