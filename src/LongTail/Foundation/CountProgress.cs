namespace LongTail.Foundation;

/// <summary>How far a piece of work is that goes through many things of one kind, such as pictures.</summary>
/// <param name="Done">So far.</param>
/// <param name="Total">In all.</param>
public readonly record struct CountProgress(int Done, int Total);
