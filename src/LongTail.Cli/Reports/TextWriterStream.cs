using System.Text;

namespace LongTail.Cli.Reports;

/// <summary>Takes UTF-8 and hands it on as text, piece by piece, so that a large document is never held whole.</summary>
/// <param name="text">Where it goes.</param>
sealed class TextWriterStream(TextWriter text) : Stream
{
    readonly Decoder _decoder = Encoding.UTF8.GetDecoder();   // keeps a character that is cut between two pieces
    readonly char[] _letters = new char[4096];

    public override bool CanRead => false;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => throw new NotSupportedException();

    public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

    public override void Write(ReadOnlySpan<byte> buffer)
    {
        while (!buffer.IsEmpty)
        {
            _decoder.Convert(buffer, _letters, flush: false, out int used, out int made, out _);
            text.Write(_letters.AsSpan(0, made));
            buffer = buffer[used..];
        }
    }

    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

    public override void Flush()
    {
    }

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();
}
