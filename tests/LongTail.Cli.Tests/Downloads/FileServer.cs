using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace LongTail.Cli.Tests.Downloads;

/// <summary>A web server on this machine that answers as a test wants.</summary>
sealed class FileServer : IDisposable
{
    readonly HttpListener _listener = new();
    readonly Action<FileServer, HttpListenerContext> _answer;

    public FileServer(Action<FileServer, HttpListenerContext> answer)
    {
        _answer = answer;
        using (TcpListener free = new(IPAddress.Loopback, 0))
        {
            free.Start();
            Root = new($"http://localhost:{((IPEndPoint)free.LocalEndpoint).Port}/");
        }
        _listener.Prefixes.Add(Root.ToString());
        _listener.Start();
        new Thread(Serve) { IsBackground = true }.Start();
    }

    public Uri Root { get; }

    /// <summary>What was asked for: path, and the range if there was one.</summary>
    public ConcurrentQueue<string> Requests { get; } = new();

    public void Dispose() => _listener.Close();

    /// <summary>Answers with a part of a file, from where the request wants it.</summary>
    /// <param name="context">Of the request.</param>
    /// <param name="body">The whole file.</param>
    /// <param name="sent">At most so many bytes; then the connection is cut.</param>
    /// <param name="knowsRanges">Whether a range is served.</param>
    public static void Send(HttpListenerContext context, byte[] body, int sent = int.MaxValue, bool knowsRanges = true)
    {
        int from = knowsRanges && context.Request.Headers["Range"] is { } range ? int.Parse(range["bytes=".Length..].TrimEnd('-'), System.Globalization.CultureInfo.InvariantCulture) : 0;
        if (from > 0)
        {
            context.Response.StatusCode = 206;
            context.Response.AddHeader("Content-Range", $"bytes {from}-{body.Length - 1}/{body.Length}");
        }
        context.Response.ContentLength64 = body.Length - from;
        int count = Math.Min(sent, body.Length - from);
        context.Response.OutputStream.Write(body, from, count);
        context.Response.OutputStream.Flush();
        if (count < body.Length - from) context.Response.Abort();
        else context.Response.Close();
    }

    void Serve()
    {
        try
        {
            while (true)
            {
                HttpListenerContext context = _listener.GetContext();
                Requests.Enqueue(context.Request.RawUrl + (context.Request.Headers["Range"] is { } range ? " " + range : ""));
                _answer(this, context);
            }
        }
        catch (Exception ended) when (ended is HttpListenerException or ObjectDisposedException)
        {
            // closed: the test is over
        }
    }
}
