namespace LongTail.Tools.WriteResults;

/// <summary>What the tool is asked to do.</summary>
/// <param name="RunFolder">Output folder of longtail train.</param>
/// <param name="ResultFolder">Made when missing; files of an earlier page are replaced.</param>
sealed record Request(string RunFolder, string ResultFolder)
{
    /// <summary>How to call it.</summary>
    public const string Usage = """
        usage: dotnet run --project tools/write-results -- RUN_FOLDER results/NAME [--title "..."] [--command "..."] [--note FILE]

          RUN_FOLDER     output folder of a finished longtail train run; nothing is written into it
          results/NAME   gets README.md, results.json, curves.csv and the charts
          --title        of the page
          --command      the longtail command line that was used
          --note         a Markdown file to put on the page
        """;

    /// <summary>Of the page; null for one made of methods and data.</summary>
    public string? Title { get; init; }

    /// <summary>That trained the run.</summary>
    public string? Command { get; init; }

    /// <summary>Markdown file.</summary>
    public string? NoteFile { get; init; }

    /// <summary>Reads the arguments; null when they are not understood.</summary>
    public static Request? Parse(IReadOnlyList<string> arguments)
    {
        List<string> folders = [];
        Request request = new("", "");
        for (int i = 0; i < arguments.Count; i++)
        {
            if (!arguments[i].StartsWith("--", StringComparison.Ordinal))
            {
                folders.Add(arguments[i]);
                continue;
            }
            if (++i == arguments.Count || request.With(arguments[i - 1], arguments[i]) is not { } more) return null;
            request = more;
        }
        return folders is [var run, var result] ? request with { RunFolder = run, ResultFolder = result } : null;
    }

    Request? With(string option, string value) => option switch
    {
        "--title" => this with { Title = value },
        "--command" => this with { Command = value },
        "--note" => this with { NoteFile = value },
        _ => null,
    };
}
