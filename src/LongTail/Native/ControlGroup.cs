using System.Globalization;

namespace LongTail.Native;

/// <summary>A group of processes whose memory Linux limits together, such as a container (man 7 cgroups).</summary>
/// <param name="Folder">Where the system tells of it.</param>
/// <param name="IsSecond">Of version 2, where files have other names.</param>
sealed record ControlGroup(string Folder, bool IsSecond)
{
    const string Root = "/sys/fs/cgroup", Controller = "memory";

    /// <summary>Bytes that it may have; null for no limit.</summary>
    public long? Limit => Number(TextOf(Path.Combine(Folder, IsSecond ? "memory.max" : "memory.limit_in_bytes")));

    /// <summary>Bytes that it has, without files that were read and could be let go of.</summary>
    public long Used => Math.Max(0, (Number(TextOf(Path.Combine(Folder, IsSecond ? "memory.current" : "memory.usage_in_bytes"))) ?? 0)
        - (Number(TextOf(Path.Combine(Folder, "memory.stat"))?.Split('\n').Select(line => line.Split(' ')).FirstOrDefault(line => line[0] == (IsSecond ? "inactive_file" : "total_inactive_file"))?.Last()) ?? 0));

    /// <summary>Those that a process is in: its own, those that hold that, and the one that is all a container sees.</summary>
    /// <param name="own">Lines such as "0::/user.slice/a" (version 2) and "9:memory:/docker/1f" (version 1).</param>
    public static IEnumerable<ControlGroup> Of(string own)
    {
        foreach (string[] parts in own.Split('\n').Select(line => line.Split(':', 3)).Where(parts => parts.Length == 3))
        {
            bool isSecond = parts[1].Length == 0;
            if (!isSecond && !parts[1].Split(',').Contains(Controller)) continue;
            string root = isSecond ? Root : $"{Root}/{Controller}";
            for (string below = parts[2].TrimEnd('/'); below.Length > 0; below = below[..below.LastIndexOf('/')]) yield return new(root + below, isSecond);
            yield return new(root, isSecond);
        }
    }

    /// <summary>A number in a text; null where there is none, as for "max".</summary>
    public static long? Number(string? text) => long.TryParse(text?.Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out long number) ? number : null;

    /// <summary>Of a file that the system makes; null where it is not there.</summary>
    public static string? TextOf(string file)
    {
        try
        {
            return File.Exists(file) ? File.ReadAllText(file) : null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
