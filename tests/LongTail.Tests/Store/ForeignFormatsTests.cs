using System.IO.Compression;
using LongTail.Foundation;
using LongTail.Store;

namespace LongTail.Tests.Store;

public sealed class ForeignFormatsTests
{
    [Fact]
    public void Zip_archives_are_refused_unread()
    {
        using MemoryStream zip = new();
        using (ZipArchive archive = new(zip, ZipArchiveMode.Create, leaveOpen: true))
        using (StreamWriter writer = new(archive.CreateEntry("archive/data.pkl").Open()))
            writer.Write(new string('x', 10_000));
        Assert.Contains("zip archive", RefusedUnread(zip.ToArray()), StringComparison.Ordinal);

        using MemoryStream empty = new();
        new ZipArchive(empty, ZipArchiveMode.Create, leaveOpen: true).Dispose();
        Assert.Contains("zip archive", RefusedUnread(empty.ToArray()), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("80049520000000000000008C05706F736978948C0673797374656D9493948C02696494859452942E")]   // pickle.dumps, protocol 4, of a call of os.system
    [InlineData("8002637468652E6D6F64756C650A636C6173730A7100295271012E000000000000000000000000")]
    [InlineData("80038A0A6CFC9C46F920AA69502E80034DE9032E8003")]                                           // how torch.save began before version 1.6
    [InlineData("8005")]
    public void Pickles_are_refused_unread(string hex) =>
        Assert.Contains("pickle", RefusedUnread(Convert.FromHexString(hex)), StringComparison.Ordinal);

    [Fact]
    public void Hdf5_is_refused_unread() =>
        Assert.Contains("HDF5", RefusedUnread([0x89, (byte)'H', (byte)'D', (byte)'F', 0x0D, 0x0A, 0x1A, 0x0A, .. new byte[100]]), StringComparison.Ordinal);

    [Theory]
    [InlineData("<html>404</html>", "a web page or other markup")]
    [InlineData("\n <!DOCTYPE html>", "a web page or other markup")]
    [InlineData("version https://git-lfs.github.com/spec/v1", "text")]
    public void Text_is_named_and_is_no_program(string text, string what)
    {
        string message = RefusedUnread(System.Text.Encoding.ASCII.GetBytes(text));
        Assert.Contains($"found {what}, expected a safetensors file. It is often what a server sends", message, StringComparison.Ordinal);
        Assert.DoesNotContain("run code", message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_refusal_says_why_and_how_to_convert()
    {
        string message = RefusedUnread([0x80, 2, (byte)'.']);
        Assert.Contains("can run code", message, StringComparison.Ordinal);
        Assert.Contains("save_file", message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0x280)]
    [InlineData(0x380)]
    [InlineData(0x480)]
    [InlineData(0x580)]
    public void A_header_whose_length_looks_like_a_pickle_is_read(int length)
    {
        byte[] file = SafetensorsBytes.Of("{}" + new string(' ', length - 2), 0);
        Assert.Equal(0x80, file[0]);
        Assert.Empty(SafetensorsHeader.Read(new MemoryStream(file), "test").Entries);
    }

    static string RefusedUnread(byte[] file)
    {
        using TempFolder folder = new();
        File.WriteAllBytes(folder["model.pth"], file);
        string fromFile = Assert.Throws<ModelFileException>(() => SafetensorsReader.Read(folder["model.pth"])).Message;
        using CountingStream stream = new(file);
        string message = Assert.Throws<ModelFileException>(() => SafetensorsReader.Read(stream, "model.pth")).Message;
        Assert.InRange(stream.Position, 0, 16);
        Assert.InRange(stream.BytesRead, 0, 16);
        Assert.EndsWith(message, fromFile, StringComparison.Ordinal);
        return message;
    }

    sealed class CountingStream(byte[] bytes) : MemoryStream(bytes)
    {
        public int BytesRead { get; private set; }

        public override int Read(Span<byte> buffer)
        {
            int read = base.Read(buffer);
            BytesRead += read;
            return read;
        }
    }
}
