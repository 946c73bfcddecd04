using System.Collections.Immutable;
using System.Globalization;
using LongTail.Results;
using ScottPlot;

namespace LongTail.Figures.Sheets;

/// <summary>Classes from left to right, largest first: their names, as many as there is room for, and where groups begin and end.</summary>
sealed class ClassAxis
{
    /// <summary>Room on the left and right of the data, the same in all panels, in pixels.</summary>
    public const float Left = 72, Right = 24;

    const int MostUpright = 10, MostNames = 40, Ticks = 10;
    const float LongestSlanted = 110, Slant = -45, LineHeight = 15, LabelHeight = 26;

    readonly Lettering letters;
    readonly ImmutableArray<FigureClass> classes;
    readonly string[] names;

    /// <summary>Orders the classes and cuts their names.</summary>
    public ClassAxis(Lettering letters, ImmutableArray<FigureClass> classes, ImmutableArray<ClassSelection> groups)
    {
        (this.letters, this.classes) = (letters, classes);
        Labels = [.. Enumerable.Range(0, classes.Length).OrderByDescending(label => classes[label].TrainingImages)];
        int[] place = new int[classes.Length];
        foreach ((int i, int label) in Labels.Index()) place[label] = i;
        Groups = [.. groups.Select(group => group.Labels.IsEmpty ? null : new GroupSpan(group.Name, group.Labels.Min(label => place[label]) - 0.5, group.Labels.Max(label => place[label]) + 0.5))];
        float slot = (Sheet.Width - Left - Right) / classes.Length - 6;
        IsUpright = classes.Length <= MostUpright && classes.All(one => PlainText.Of(one.Name).Split(' ').All(word => letters.Width(word, Panel.TickSize) <= slot));
        names = classes.Length > MostNames ? [] : [.. Labels.Select(label => IsUpright ? Wrapped(classes[label].Name, slot) : letters.Fit(classes[label].Name, Panel.TickSize, LongestSlanted))];
    }

    /// <summary>Labels by place.</summary>
    public ImmutableArray<int> Labels { get; }

    /// <summary>By group; null for one without classes.</summary>
    public ImmutableArray<GroupSpan?> Groups { get; }

    /// <summary>Training images by place.</summary>
    public IEnumerable<int> Counts => Labels.Select(label => classes[label].TrainingImages);

    /// <summary>Whether there is room for a number at each class.</summary>
    public bool HasRoomForNumbers => classes.Length <= 2 * MostUpright;

    bool IsUpright { get; }

    /// <summary>Below the data, in pixels.</summary>
    public float Foot => LabelHeight + 8 + (names.Length == 0 ? LineHeight
        : IsUpright ? names.Max(name => name.Split('\n').Length) * LineHeight
        : names.Max(name => letters.Width(name, Panel.TickSize)) * 0.71f + LineHeight);

    /// <summary>Sets the horizontal axis of a panel.</summary>
    public void Set(Plot plot, bool withNames)
    {
        plot.Axes.SetLimitsX(-0.5, classes.Length - 0.5);
        if (!withNames)
        {
            Panel.SetTicks(plot.Axes.Bottom, []);
            return;
        }
        Panel.SetTicks(plot.Axes.Bottom, names.Length > 0
            ? names.Select((name, i) => ((double)i, name))
            : Rounds.Upto(classes.Length, Ticks).Select(place => (place - 1.0, place.ToString("#,0", CultureInfo.InvariantCulture))));
        plot.XLabel(names.Length > 0 ? "class, largest first" : "rank of the class by training images", Panel.LabelSize);
        if (names.Length == 0 || IsUpright) return;
        plot.Axes.Bottom.TickLabelStyle.Rotation = Slant;
        plot.Axes.Bottom.TickLabelStyle.Alignment = Alignment.MiddleRight;
    }

    string Wrapped(string name, float width)
    {
        List<string> lines = [""];
        foreach (string word in PlainText.Of(name).Split(' '))
        {
            string longer = $"{lines[^1]} {word}".Trim();
            if (lines[^1] == "" || letters.Width(longer, Panel.TickSize) <= width) lines[^1] = longer;
            else lines.Add(word);
        }
        return string.Join('\n', lines.Count <= 3 ? lines : [.. lines[..2], letters.Fit(string.Join(' ', lines[2..]), Panel.TickSize, width)]);
    }
}

/// <summary>Where a group of classes lies.</summary>
/// <param name="Name">Such as "few".</param>
/// <param name="From">Left end, in places of classes.</param>
/// <param name="To">Right end.</param>
sealed record GroupSpan(string Name, double From, double To);
