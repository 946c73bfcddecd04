using System.Security.Cryptography;

namespace LongTail.Store;

/// <summary>Writes to a file, counts and hashes what passes, and speaks of failures as <see cref="Foundation.StorageException"/>.</summary>
sealed class HashingStream(IDisk disk, Stream file, string path) : Stream
{
    readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    long _length;

    public override bool CanRead => false;
    public override bool CanSeek => false;
    public override bool CanWrite => true;
    public override long Length => _length;
    public override long Position { get => _length; set => throw new NotSupportedException(); }

    public override void Write(ReadOnlySpan<byte> buffer)
    {
        try
        {
            file.Write(buffer);
        }
        catch (Exception e) when (StorageFault.IsWriteFailure(e))
        {
            throw StorageFault.Of(e, path, _length + buffer.Length);
        }
        _hash.AppendData(buffer);
        _length += buffer.Length;
    }

    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

    public override void Flush() { }

    /// <summary>Brings the bytes to the medium.</summary>
    /// <returns>Lower-case hexadecimal SHA-256 of all of them.</returns>
    internal string Finish()
    {
        StorageFault.Guard(path, _length, () => disk.Flush(file));
        return Convert.ToHexStringLower(_hash.GetHashAndReset());
    }

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();
    public override void SetLength(long value) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing) _hash.Dispose();
        base.Dispose(disposing);
    }
}
