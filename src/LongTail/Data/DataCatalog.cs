namespace LongTail.Data;

/// <summary>The image sets the program knows by name.</summary>
public static partial class DataCatalog;
