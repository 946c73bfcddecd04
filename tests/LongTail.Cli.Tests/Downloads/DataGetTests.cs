using System.Collections.Immutable;
using System.Formats.Tar;
using System.IO.Compression;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using LongTail.Cli.Downloads;
using LongTail.Cli.Tests.Fakes;

namespace LongTail.Cli.Tests.Downloads;

/// <summary>Data sets come whole or not at all, whatever the network does.</summary>
public sealed class DataGetTests : IDisposable
{
    static readonly byte[] s_file = [.. Enumerable.Range(0, 300_000).Select(i => (byte)(i * 31 ^ i >> 8))];

    readonly TextFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_file_is_fetched_once_and_then_there()
    {
        using FileServer server = new((_, context) => FileServer.Send(context, s_file));
        ConsoleRun first = Get(server), second = Get(server);
        Assert.Equal((0, 0), (first.Code, second.Code));
        Assert.Equal(s_file, File.ReadAllBytes(Target));
        Assert.Equal(["/set.bin"], server.Requests);
        Assert.Contains("set.bin: is there already", second.Error, StringComparison.Ordinal);
        Assert.Equal([Target], Directory.GetFiles(_folder.Path));
        Assert.Contains("name it with --data", first.Out, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_of_another_size_that_lies_there_is_replaced()
    {
        _folder.Write("set.bin", "half of a file that somebody put there");
        using FileServer server = new((_, context) => FileServer.Send(context, s_file));
        Assert.Equal(0, Get(server).Code);
        Assert.Equal(s_file, File.ReadAllBytes(Target));
    }

    [Fact]
    public void A_file_of_the_right_size_and_other_bytes_is_replaced()
    {
        File.WriteAllBytes(Target, new byte[s_file.Length]);
        using FileServer server = new((_, context) => FileServer.Send(context, s_file));
        ConsoleRun run = Get(server);
        Assert.Equal(0, run.Code);
        Assert.Contains("set.bin: is there already, and is not the published file; fetching it again", run.Error, StringComparison.Ordinal);
        Assert.Equal(s_file, File.ReadAllBytes(Target));
    }

    [Fact]
    public void An_archive_of_other_bytes_is_replaced_and_a_whole_one_is_not_fetched_again()
    {
        byte[] archive = Archive(("inside/train.bin", "train"));
        using FileServer server = new((_, context) => FileServer.Send(context, archive));
        PublishedFile file = Published(server, archive) with { Folder = "inside", Members = ["train.bin"] };
        File.WriteAllBytes(Target, new byte[archive.Length]);
        Assert.Equal(0, Get(server, file).Code);
        Assert.Single(server.Requests);
        Directory.Delete(Path.Combine(_folder.Path, "inside"), recursive: true);
        File.WriteAllBytes(Target, archive);
        Assert.Equal(0, Get(server, file).Code);
        Assert.Single(server.Requests);
        Assert.True(File.Exists(Path.Combine(_folder.Path, "inside", "train.bin")));
    }

    [Fact]
    public void A_broken_connection_is_taken_up_where_it_broke()
    {
        using FileServer server = new((all, context) => FileServer.Send(context, s_file, all.Requests.Count < 3 ? 100_000 : int.MaxValue));
        ConsoleRun run = Get(server);
        Assert.Equal((0, ""), (run.Code, run.Code == 0 ? "" : run.Error));
        Assert.Equal(s_file, File.ReadAllBytes(Target));
        Assert.Equal(3, server.Requests.Count);
        Assert.All(server.Requests.Skip(1), request => Assert.Contains(" bytes=", request, StringComparison.Ordinal));
        Assert.Contains("trying again", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void A_server_that_cannot_continue_is_asked_for_the_whole()
    {
        using FileServer server = new((all, context) => FileServer.Send(context, s_file, all.Requests.Count == 1 ? 100_000 : int.MaxValue, knowsRanges: false));
        Assert.Equal(0, Get(server).Code);
        Assert.Equal(s_file, File.ReadAllBytes(Target));
    }

    [Fact]
    public void What_an_earlier_run_left_is_continued()
    {
        using FileServer broken = new((_, context) =>
        {
            if (context.Request.Headers["Range"] is null) FileServer.Send(context, s_file, 120_000);
            else context.Response.Abort();
        });
        ConsoleRun failed = Get(broken);
        Assert.Equal(3, failed.Code);
        Assert.Contains("of 300,000 bytes", failed.Error, StringComparison.Ordinal);
        Assert.Contains("Run the same command again later: it continues.", failed.Error, StringComparison.Ordinal);
        Assert.False(File.Exists(Target));
        long kept = new FileInfo(Target + ".part").Length;
        Assert.InRange(kept, 1, 120_000);

        using FileServer whole = new((_, context) => FileServer.Send(context, s_file));
        Assert.Equal(0, Get(whole).Code);
        Assert.Equal([$"/set.bin bytes={kept}-"], whole.Requests);
        Assert.Equal(s_file, File.ReadAllBytes(Target));
    }

    [Theory]
    [InlineData(-1, "Found 299,999 bytes")]
    [InlineData(0, "Found MD5 ")]
    [InlineData(1, "Found more than 300,000 bytes")]
    public void Another_file_than_the_published_one_is_refused_and_leaves_no_file(int longer, string message)
    {
        byte[] other = new byte[s_file.Length + longer];
        using FileServer server = new((_, context) =>
        {
            if (context.Request.Headers["Range"] is not null)
            {
                context.Response.StatusCode = 416;
                context.Response.Close();
            }
            else FileServer.Send(context, other);
        });
        ConsoleRun run = Get(server);
        Assert.Equal(3, run.Code);
        Assert.Contains(message, run.Error, StringComparison.Ordinal);
        Assert.False(File.Exists(Target));
    }

    [Fact]
    public void A_redirection_is_followed()
    {
        using FileServer server = new((all, context) =>
        {
            if (context.Request.RawUrl == "/elsewhere") FileServer.Send(context, s_file);
            else
            {
                context.Response.Redirect(new Uri(all.Root, "elsewhere").ToString());
                context.Response.Close();
            }
        });
        Assert.Equal(0, Get(server).Code);
        Assert.Equal(["/set.bin", "/elsewhere"], server.Requests);
        Assert.Equal(s_file, File.ReadAllBytes(Target));
    }

    [Theory]
    [InlineData(HttpStatusCode.NotFound, 1, "the server answered 404")]
    [InlineData(HttpStatusCode.ServiceUnavailable, 5, "the server answered 503")]
    public void A_server_that_refuses_is_quoted(HttpStatusCode status, int requests, string message)
    {
        using FileServer server = new((_, context) =>
        {
            context.Response.StatusCode = (int)status;
            context.Response.Close();
        });
        ConsoleRun run = Get(server);
        Assert.Equal((3, requests), (run.Code, server.Requests.Count));
        Assert.Contains(message, run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void A_server_that_falls_silent_is_given_up()
    {
        using ManualResetEventSlim over = new();
        using FileServer server = new((_, context) => ThreadPool.QueueUserWorkItem(_ => over.Wait()));
        ConsoleRun run = Get(server, patience: 0.5);
        over.Set();
        Assert.Equal(3, run.Code);
        Assert.Contains("nothing came for 0.5 seconds", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void An_archive_is_unpacked_by_the_names_expected_and_what_else_is_in_it_is_not()
    {
        byte[] archive = Archive(("inside/train.bin", "train"), ("inside/test.bin", "test"), ("../evil.txt", "evil"), ("inside/readme.html", "more"));
        using FileServer server = new((_, context) => FileServer.Send(context, archive));
        PublishedFile file = Published(server, archive) with { Folder = "inside", Members = ["train.bin", "test.bin"] };
        Assert.Equal(0, Get(server, file).Code);
        Assert.Equal(["test.bin", "train.bin"], Directory.GetFileSystemEntries(Path.Combine(_folder.Path, "inside")).Select(Path.GetFileName).Order(StringComparer.Ordinal));
        Assert.Single(Directory.GetFileSystemEntries(_folder.Path));      // neither the archive nor anything half done
        Assert.Contains("inside: is there already", Get(server, file).Error, StringComparison.Ordinal);

        PublishedFile more = file with { Folder = "other" };
        ConsoleRun run = Get(server, more);
        Assert.Equal(3, run.Code);
        Assert.Contains("without train.bin, test.bin, expected them in its folder other", run.Error, StringComparison.Ordinal);
        Assert.False(Directory.Exists(Path.Combine(_folder.Path, "other")));
    }

    [Theory]
    [InlineData("data get cifar10", 2, "Did you mean cifar-10? Expected one of cifar-10, cifar-100, fashion-mnist")]
    [InlineData("data get fashion-mnist --to /dev/null/x", 7, "cannot be written")]
    public void What_cannot_be_is_told_in_a_line(string command, int code, string message)
    {
        ConsoleRun run = ConsoleRun.Of(command);
        Assert.Equal(code, run.Code);
        Assert.Contains(message, run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Published_sets_have_sizes_and_checksums() =>
        Assert.All(PublishedData.All.SelectMany(data => data.Files), file =>
        {
            Assert.InRange(file.Bytes, 1000, 200_000_000);
            Assert.Matches("^[0-9a-f]{32}$", file.Md5);
        });

    string Target => Path.Combine(_folder.Path, "set.bin");

    ConsoleRun Get(FileServer server, PublishedFile? file = null, double patience = 20) => ConsoleRun.Of(["data", "get", "set", "--to", _folder.Path], change: host => host with
    {
        Published = [new("set", [file ?? Published(server, s_file)])],
        NetworkPatience = TimeSpan.FromSeconds(patience),
        NetworkPause = TimeSpan.Zero,
    });

#pragma warning disable CA5351
    static PublishedFile Published(FileServer server, byte[] whole) => new(new(server.Root, "set.bin"), whole.Length, Convert.ToHexStringLower(MD5.HashData(whole)));
#pragma warning restore CA5351

    static byte[] Archive(params ImmutableArray<(string Name, string Text)> files)
    {
        using MemoryStream bytes = new();
        using (GZipStream packed = new(bytes, CompressionLevel.Fastest, leaveOpen: true))
        using (TarWriter writer = new(packed))
            foreach ((string name, string text) in files)
                writer.WriteEntry(new PaxTarEntry(TarEntryType.RegularFile, name) { DataStream = new MemoryStream(Encoding.UTF8.GetBytes(text)) });
        return bytes.ToArray();
    }
}
