using LongTail.Foundation;

namespace LongTail.Data;

/// <summary>The data is not what the fingerprint was taken of.</summary>
sealed class OtherDataException(string message, DataSplit found) : DataException(message)
{
    /// <summary>What was opened.</summary>
    public DataSplit Found => found;
}
