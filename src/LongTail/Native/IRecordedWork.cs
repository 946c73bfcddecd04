namespace LongTail.Native;

/// <summary>Computations that were recorded once and can be started again as one, on the same memory.</summary>
interface IRecordedWork : IDisposable
{
    /// <summary>Starts them; returns before they are done.</summary>
    void Repeat();
}
