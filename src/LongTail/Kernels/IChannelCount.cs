namespace LongTail.Kernels;

/// <summary>A number of channels, known when the loops are compiled.</summary>
interface IChannelCount
{
    /// <summary>K.</summary>
    static abstract int Count { get; }
}

/// <summary>16.</summary>
readonly struct Channels16 : IChannelCount
{
    public static int Count => 16;
}

/// <summary>32.</summary>
readonly struct Channels32 : IChannelCount
{
    public static int Count => 32;
}

/// <summary>64.</summary>
readonly struct Channels64 : IChannelCount
{
    public static int Count => 64;
}

/// <summary>128.</summary>
readonly struct Channels128 : IChannelCount
{
    public static int Count => 128;
}
