using LongTail.Foundation;

namespace LongTail.Data;

/// <summary>Opens data sets, each once however often it is asked for: those of pictures in class folders, which are all looked at, take long. One thread at a time.</summary>
/// <param name="progress">Hears of pictures that were looked at, on any thread; null for nobody.</param>
/// <param name="cancel">Stops after the pictures that are being looked at.</param>
public sealed class DataOpener(IProgress<CountProgress>? progress = null, CancellationToken cancel = default)
{
    readonly Dictionary<(TrainingSet, string?), DataSplit> _opened = [];

    /// <summary>As <see cref="DataCatalog.Open"/> does, or as it was opened before.</summary>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    /// <inheritdoc cref="DataCatalog.Open"/>
    public DataSplit Open(TrainingSet set, string? folder)
    {
        if (!_opened.TryGetValue((set, folder), out DataSplit? data)) _opened.Add((set, folder), data = DataCatalog.Open(set, folder, progress, cancel));
        return data;
    }
}
