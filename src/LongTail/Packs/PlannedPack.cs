namespace LongTail.Packs;

/// <summary>A pack that a run needs.</summary>
/// <param name="Path">Of its file.</param>
/// <param name="Pictures">That it holds or will hold.</param>
/// <param name="ShorterSide">Of each picture at most, in pixels.</param>
/// <param name="Bytes">Its length; of one that is to be built an estimate from the headers of some pictures.</param>
/// <param name="IsThere">A file of that name exists. Whether it still fits its pictures is found when it is opened.</param>
public sealed record PlannedPack(string Path, int Pictures, int ShorterSide, long Bytes, bool IsThere)
{
    /// <summary>Its length for people, such as "3.2 GiB".</summary>
    public string Size => PackBuilder.InGibibytes(Bytes);
}
