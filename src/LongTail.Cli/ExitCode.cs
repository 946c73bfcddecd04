using LongTail.Foundation;

namespace LongTail.Cli;

/// <summary>What the program tells the shell. Scripts rely on these: they do not change.</summary>
static class ExitCode
{
    public const int Done = 0;
    public const int Bug = 1;
    public const int Usage = 2;
    public const int Data = 3;
    public const int ModelFile = 4;
    public const int Platform = 5;
    public const int Diverged = 6;
    public const int Storage = 7;
    public const int FolderInUse = 8;
    public const int HungUp = 129;
    public const int Interrupted = 130;
    public const int Terminated = 143;

    /// <summary>The code for what stopped a command. Everything unforeseen is a bug.</summary>
    public static int Of(Exception stop) => CauseOf(stop) switch
    {
        UsageException or RecipeException => Usage,
        DataException => Data,
        ModelFileException => ModelFile,
        PlatformException => Platform,
        DivergedException => Diverged,
        StorageException => Storage,
        FolderInUseException => FolderInUse,
        IOException or UnauthorizedAccessException => Storage,
        OperationCanceledException => Interrupted,
        _ => IsNativeLibraryMissing(stop) ? Platform : Bug,
    };

    /// <summary>What happened first on one of several threads; the exception itself where there was one thread.</summary>
    public static Exception CauseOf(Exception stop) => stop is AggregateException { InnerExceptions: [var first, ..] } ? CauseOf(first) : stop;

    /// <summary>The codes and their meaning, for --help.</summary>
    public static string Table =>
        """
        Exit codes:
          0    done
          1    a bug in this program; please report the text it printed
          2    wrong usage or recipe
          3    data missing or damaged
          4    model file damaged, unsafe or of another network
          5    native library, device or operating system cannot be used, or too little memory
          6    training diverged
          7    disk full, no permission, or a file in the way
          8    another run is using the folder
          130  interrupted by Ctrl-C, 143 by SIGTERM, 129 by SIGHUP: the checkpoint is saved

        """;

    static bool IsNativeLibraryMissing(Exception? stop) =>
        stop is DllNotFoundException or BadImageFormatException || (stop is not null && IsNativeLibraryMissing(stop.InnerException));
}
