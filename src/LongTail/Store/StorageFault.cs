using LongTail.Foundation;

namespace LongTail.Store;

/// <summary>Turns what the operating system says about a failed write into words and advice.</summary>
public static class StorageFault
{
    // errno of Linux and macOS, and Windows error codes as HResult.
    static readonly int[] s_full = [28, 122, 69, unchecked((int)0x80070070), unchecked((int)0x80070027)];
    static readonly int[] s_readOnly = [30, unchecked((int)0x80070013)];

    /// <summary>Runs file operations; their failures become <see cref="StorageException"/>.</summary>
    /// <param name="path">What is being written.</param>
    /// <param name="neededBytes">Known need so far, for the message when the disk is full.</param>
    /// <param name="operations">File operations only, no code of a caller.</param>
    /// <exception cref="StorageException">One of them failed.</exception>
    public static void Guard(string path, long neededBytes, Action operations)
    {
        try
        {
            operations();
        }
        catch (Exception e) when (IsWriteFailure(e))
        {
            throw Of(e, path, neededBytes);
        }
    }

    internal static bool IsWriteFailure(Exception e) => e is IOException or UnauthorizedAccessException;

    internal static StorageException Of(Exception e, string path, long neededBytes) => e switch
    {
        IOException io when s_full.Contains(io.HResult) => new(
            $"{path}: found {Room(path)}, expected room for {neededBytes} bytes or more. Free space or choose another output folder; nothing written before is harmed.", e),
        IOException io when s_readOnly.Contains(io.HResult) => new(
            $"{path}: found a read-only file system, expected one that can be written. Choose another output folder.", e),
        UnauthorizedAccessException => new(
            $"{path}: found no permission to write there, expected it. Change the folder's permissions or choose another output folder.", e),
        _ => new($"{path}: found that it cannot be written ({e.Message}), expected a writable folder. Check the path or choose another output folder.", e),
    };

    // A system that would not say has still just refused to write.
    static string Room(string path) => FreeSpace.Bytes(path) is { } free ? $"{free} bytes free" : "too little room";
}
