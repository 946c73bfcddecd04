using LongTail.Foundation;

namespace LongTail.Tools.WriteResults.Reading;

/// <summary>A run that no honest page can be written from: not finished, or several experiments in one folder.</summary>
public sealed class RefusedRunException(string message) : LongTailException(message);
