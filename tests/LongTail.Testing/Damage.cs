namespace LongTail.Testing;

/// <summary>What a bad disk does.</summary>
static class Damage
{
    /// <summary>Changes one bit of a file; counted from its end when negative.</summary>
    public static void Flip(string path, int offset)
    {
        byte[] bytes = File.ReadAllBytes(path);
        bytes[offset < 0 ? bytes.Length + offset : offset] ^= 1;
        File.WriteAllBytes(path, bytes);
    }
}
