using LongTail.Foundation;

namespace LongTail.Cli;

/// <summary>The command line names something unknown or leaves something out.</summary>
sealed class UsageException(string message) : LongTailException(message);
