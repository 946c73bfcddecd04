using System.Collections.Immutable;
using System.Text.Json;
using LongTail.Cli.Display;
using LongTail.Data;
using LongTail.Foundation;
using LongTail.Pictures;
using LongTail.Runs;

namespace LongTail.Cli.Reports;

/// <summary>What a look at all pictures brought to light, for people and for programs.</summary>
static class PictureReportText
{
    const int Shown = 5;

    public static void Write(TrainingSet set, DataSplit data, PictureReport report, GroupConvention convention, Host host)
    {
        ClassCounts counts = data.Counts;
        Line($"{Words.Data(set)}: {data.Train.Count:N0} pictures to train on, {data.Test.Count:N0} to measure on{(data.Validation is { } validation ? FormattableString.Invariant($", {validation.Count:N0} to choose on") : "")}");
        string groups = string.Join(", ", Enum.GetValues<ShotGroup>().Select(group => $"{convention.LabelsOf(group, counts).Length} {group.Word()}"));
        Line($"{counts.Classes:N0} classes of {counts.Largest:N0} to {counts.Smallest:N0} training pictures ({(double)counts.Largest / counts.Smallest:0.#}:1): {groups}");
        ClassSizesTable.Write(data, convention, Consoles.Of(host, host.Out, host.OutIsTerminal));
        int[] unmeasured = [.. data.Test.Counts.ToImmutableArray().Index().Where(count => count.Item == 0).Select(count => count.Index)];
        if (unmeasured.Length > 0) Line($"{unmeasured.Length:N0} class(es) without a picture to measure on: {Some([.. unmeasured.Select(label => data.Test.ClassNames[label])])}");
        if (!report.Sizes.IsEmpty)
            Line($"formats: {string.Join(", ", report.Formats.OrderByDescending(format => format.Value).Select(format => $"{format.Value:N0} {format.Key}"))}; sizes: {Size(report.Sizes[0])} to {Size(report.Sizes[^1])}, median {Size(report.Sizes[report.Sizes.Length / 2])}");
        foreach (string remark in data.Remarks) Line($"{SafeText.Of(remark, 300)}");
        if (!data.LeftOut.IsEmpty) Line($"left out: {data.LeftOut.Length:N0} ({LeftOutTable.Kinds(data.LeftOut)})");
        foreach (IGrouping<string, RepeatedPictures> kind in ((ImmutableArray<RepeatedPictures>[])[report.Equal, report.Alike]).SelectMany(some => some.GroupBy(repeated => repeated.Kind).OrderByDescending(kind => kind.Key.Length)))
            Line($"{kind.Key}: {kind.Count():N0} group(s) of {kind.Sum(repeated => repeated.Others.Length + 1):N0} pictures, such as {SafeText.Of(kind.First().Example.One, 200)} and {SafeText.Of(kind.First().Example.Other, 200)}");
        ImmutableArray<LeftOut> damaged = DamagedIn(data, report);
        if (damaged.IsEmpty) Line($"every picture can be drawn");
        else
        {
            Line($"damaged: {damaged.Length:N0} ({LeftOutTable.Kinds(damaged)})");
            foreach (LeftOut file in damaged.Take(Shown)) Line($"  {SafeText.Of(file.Path, 200)}: {SafeText.Of(file.Reason, 300)}");
            if (damaged.Length > Shown) Line($"  and {damaged.Length - Shown:N0} more");
            if (damaged.Length > report.Damaged.Length) Line($"{damaged.Length - report.Damaged.Length:N0} of them cannot even be opened; data.mostUnreadable leaves them out of training.");
            Line($"Repair or remove them; --table FILE lists all, and longtail data lists --check writes lists without them.");
        }

        void Line(FormattableString text) => host.Out.WriteLine(FormattableString.Invariant(text));
    }

    /// <summary>All that cannot be drawn: those that were left out because they cannot be opened, and those that turned out so.</summary>
    public static ImmutableArray<LeftOut> DamagedIn(DataSplit data, PictureReport report) => [.. data.LeftOut.Where(file => file.IsUnreadable), .. report.Damaged];

    /// <summary>One object.</summary>
    public static string Json(DataSplit data, PictureReport report) => JsonText.Object(json =>
    {
        ClassCounts train = data.Counts, test = data.Test.Counts;
        json.WriteNumber("train", data.Train.Count);
        json.WriteNumber("test", data.Test.Count);
        if (data.Validation is { } validation) json.WriteNumber("validation", validation.Count);
        json.WriteStartArray("classes");
        for (int label = 0; label < train.Classes; label++)
        {
            json.WriteStartObject();
            json.WriteString("name", data.Train.ClassNames[label]);
            json.WriteNumber("train", train[label]);
            json.WriteNumber("test", test[label]);
            if (data.Validation is { } chosenOn) json.WriteNumber("validation", chosenOn.Counts[label]);
            json.WriteEndObject();
        }
        json.WriteEndArray();
        json.WriteStartObject("formats");
        foreach ((string format, int pictures) in report.Formats.OrderBy(format => format.Key, StringComparer.Ordinal)) json.WriteNumber(format, pictures);
        json.WriteEndObject();
        JsonText.WriteFiles(json, "leftOut", data.LeftOut);
        JsonText.WriteFiles(json, "damaged", DamagedIn(data, report));
        WriteRepeated(json, "equal", report.Equal);
        WriteRepeated(json, "alike", report.Alike);
    });

    static void WriteRepeated(Utf8JsonWriter json, string name, ImmutableArray<RepeatedPictures> groups)
    {
        json.WriteStartArray(name);
        foreach (RepeatedPictures repeated in groups)
        {
            json.WriteStartObject();
            json.WriteString("kind", repeated.Kind);
            json.WriteStartArray("paths");
            foreach (string path in repeated.Paths) json.WriteStringValue(path);
            json.WriteEndArray();
            json.WriteEndObject();
        }
        json.WriteEndArray();
    }

    static string Size((int Width, int Height) size) => FormattableString.Invariant($"{size.Width} x {size.Height}");

    static string Some(ImmutableArray<string> names) => SafeText.Of(string.Join(", ", names.Take(Shown)) + (names.Length > Shown ? ", ..." : ""), 300);
}
