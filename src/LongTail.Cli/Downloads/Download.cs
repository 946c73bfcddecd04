using System.Globalization;
using System.Net;
using LongTail.Foundation;
using LongTail.Store;

namespace LongTail.Cli.Downloads;

/// <summary>Fetches one file: continues where an earlier attempt ended, checks size and checksum, and gives the file its name only then.</summary>
/// <param name="client">Follows redirections; without a time limit of its own.</param>
/// <param name="file">What to fetch.</param>
/// <param name="target">Full path it will have.</param>
/// <param name="told">Hears of bytes that are there, and of attempts that failed.</param>
sealed class Download(HttpClient client, PublishedFile file, string target, Action<string> told)
{
    const int Attempts = 5;

    string Partial => target + ".part";

    /// <summary>Longest time without a byte before the connection is given up, and time before the next attempt.</summary>
    public TimeSpan Patience { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>Time between two attempts.</summary>
    public TimeSpan Pause { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>Fetches the file.</summary>
    /// <exception cref="DataException">The server does not have it, has another one, or the connection keeps breaking; what came so far is kept where it can be continued.</exception>
    /// <exception cref="StorageException">It cannot be written.</exception>
    /// <exception cref="OperationCanceledException">Cancelled; what came so far is kept.</exception>
    public void Run(CancellationToken cancel)
    {
        using FileStream partial = Guarded(() => new FileStream(Partial, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None));
        if (partial.Length > file.Bytes) Guarded(() => partial.SetLength(0));
        int failures = 0;
        long furthest = partial.Length;
        while (partial.Length < file.Bytes)
        {
            string? fault = Continue(partial, cancel);
            if (fault is null) continue;
            failures = partial.Length > furthest ? 1 : failures + 1;
            furthest = Math.Max(furthest, partial.Length);
            if (failures >= Attempts)
                throw new DataException($"Found {partial.Length:N0} of {file.Bytes:N0} bytes of {file.Address} after {Attempts} attempts without progress ({fault}), expected all. Run the same command again later: it continues.");
            told($"{file.Name}: {fault} after {partial.Length:N0} of {file.Bytes:N0} bytes; trying again");
            cancel.WaitHandle.WaitOne(Pause);
            cancel.ThrowIfCancellationRequested();
        }
        Check(partial);
    }

    // Null when the body came to its end; otherwise why it did not.
    string? Continue(FileStream partial, CancellationToken cancel)
    {
        using CancellationTokenSource silence = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        silence.CancelAfter(Patience);
        try
        {
            using HttpRequestMessage request = new(HttpMethod.Get, file.Address);
            if (partial.Length > 0) request.Headers.Range = new(partial.Length, null);
            using HttpResponseMessage response = client.Send(request, HttpCompletionOption.ResponseHeadersRead, silence.Token);
            if (response.StatusCode >= HttpStatusCode.InternalServerError || response.StatusCode is HttpStatusCode.RequestTimeout or HttpStatusCode.TooManyRequests)
                return $"the server answered {(int)response.StatusCode}";
            bool continues = response.StatusCode == HttpStatusCode.PartialContent && response.Content.Headers.ContentRange?.From == partial.Length;
            if (response.StatusCode == HttpStatusCode.RequestedRangeNotSatisfiable || response.StatusCode == HttpStatusCode.PartialContent && !continues)
            {
                Guarded(() => partial.SetLength(0));       // from the beginning
                return "the server could not continue";
            }
            if (!response.IsSuccessStatusCode)
                throw new DataException($"Found no file at {file.Address}: the server answered {(int)response.StatusCode}, expected the file of {file.Bytes:N0} bytes. Fetch it by hand and put it there as {target}, or report that it has moved.");
            if (!continues) Guarded(() => partial.SetLength(0));
            using Stream body = response.Content.ReadAsStream(silence.Token);
            if (Copy(body, partial, silence)) return null;
            if (response.Content.Headers.ContentLength is null) return "the connection ended early";
            long found = partial.Length;       // all that was announced came: the file there is another one
            Guarded(() => partial.SetLength(0));
            throw new DataException($"Found {found:N0} bytes at {file.Address}, expected the published file of {file.Bytes:N0}. Nothing was kept; report that the file has changed.");
        }
        catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
        {
            return string.Create(CultureInfo.InvariantCulture, $"nothing came for {Patience.TotalSeconds:0.#} seconds");
        }
        catch (HttpRequestException broken)
        {
            return Reason(broken);
        }
        catch (IOException broken)
        {
            return Reason(broken);
        }
    }

    // Writing faults leave as StorageException, so that what is caught above as IOException is the network's.
    bool Copy(Stream body, FileStream partial, CancellationTokenSource silence)
    {
        byte[] buffer = new byte[1 << 16];
        partial.Seek(0, SeekOrigin.End);
        while (true)
        {
            silence.Token.ThrowIfCancellationRequested();
            silence.CancelAfter(Patience);
            int read = body.ReadAsync(buffer, silence.Token).AsTask().GetAwaiter().GetResult();
            if (read == 0) return partial.Length == file.Bytes;
            if (partial.Length + read > file.Bytes)
            {
                Guarded(() => partial.SetLength(0));
                throw new DataException($"Found more than {file.Bytes:N0} bytes at {file.Address}, expected the published file of that size. Nothing was kept; report that the file has changed.");
            }
            Guarded(() => partial.Write(buffer, 0, read));
        }
    }

    void Check(FileStream partial)
    {
        partial.Seek(0, SeekOrigin.Begin);
        string found = Checksum.Of(partial);
        if (found != file.Md5)
        {
            Guarded(() => partial.SetLength(0));
            throw new DataException($"Found MD5 {found} at {file.Address}, expected {file.Md5}, which its authors publish. Nothing was kept. Run the command again; if that does not help, the file was changed on its way or at its source.");
        }
        Guarded(() =>
        {
            partial.Flush(flushToDisk: true);
            partial.Dispose();
            File.Move(Partial, target, overwrite: true);
        });
    }

    void Guarded(Action write) => Guarded(() =>
    {
        write();
        return true;
    });

    T Guarded<T>(Func<T> write)
    {
        T written = default!;
        StorageFault.Guard(Partial, file.Bytes, () => written = write());
        return written;
    }

    static string Reason(Exception broken) => SafeText.Of(broken.GetBaseException().Message.TrimEnd('.'), 200);
}
