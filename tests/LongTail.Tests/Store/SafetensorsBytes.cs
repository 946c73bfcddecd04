using System.Buffers.Binary;
using System.Text;

namespace LongTail.Tests.Store;

/// <summary>Safetensors files put together by hand, right or wrong.</summary>
static class SafetensorsBytes
{
    public static byte[] Of(string header, int dataLength) => Of(Encoding.UTF8.GetBytes(header), new byte[dataLength]);

    public static byte[] Of(byte[] header, byte[] data, ulong? statedLength = null)
    {
        byte[] file = [.. new byte[8], .. header, .. data];
        BinaryPrimitives.WriteUInt64LittleEndian(file, statedLength ?? (ulong)header.Length);
        return file;
    }

    public static string Entry(string name, string type, string shape, string offsets) =>
        $$"""{{name}}:{"dtype":{{type}},"shape":{{shape}},"data_offsets":{{offsets}}}""";
}
