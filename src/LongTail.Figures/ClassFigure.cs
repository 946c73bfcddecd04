using System.Collections.Immutable;
using LongTail.Figures.Sheets;
using LongTail.Results;

namespace LongTail.Figures;

/// <summary>The long tail: training images of each class as bars on a logarithmic axis, largest class first, and over them the accuracy of each class, or of each group of classes, of several methods.</summary>
public sealed record ClassFigure
{
    /// <summary>Above the figure.</summary>
    public required string Title { get; init; }

    /// <summary>By label; at least one.</summary>
    public required ImmutableArray<FigureClass> Classes { get; init; }

    /// <summary>Many, medium and few, in this order; empty groups are left out. May be empty where accuracies are those of classes.</summary>
    public ImmutableArray<ClassSelection> Groups { get; init; } = [];

    /// <summary>Whether the methods' accuracies are those of the groups instead of those of the classes.</summary>
    public bool OfGroups { get; init; }

    /// <summary>In the order of the legend; may be empty, and only the counts are drawn.</summary>
    public ImmutableArray<ClassAccuracies> Methods { get; init; } = [];

    /// <summary>Draws it.</summary>
    /// <exception cref="ArgumentException">There is no class, or a method has not one accuracy per class or group.</exception>
    /// <exception cref="Foundation.PlatformException">The native library does not draw.</exception>
    public Picture Draw()
    {
        int expected = OfGroups ? Groups.Length : Classes.IsDefault ? 0 : Classes.Length;
        if (Classes.IsDefaultOrEmpty || Methods.Any(method => method.Percent.Length != expected))
            throw new ArgumentException($"Found {(Classes.IsDefault ? 0 : Classes.Length)} classes, {Groups.Length} groups and {string.Join(", ", Methods.Select(method => method.Percent.Length))} accuracies in {Title}, expected classes and one accuracy of each method per {(OfGroups ? "group" : "class")}.");
        FigureMethod[] methods = [.. Methods.Select(method => method.Method)];
        Lettering letters = Lettering.For([Title, .. Classes.Select(one => one.Name), .. Groups.Select(group => group.Name), .. methods.Select(method => method.Label)]);
        ClassAxis axis = new(letters, Classes, Groups);
        ClassPanels panels = new(letters, axis);
        int upper = methods.Length == 0 ? 0 : ClassPanels.AccuracyHeight;
        Sheet sheet = new(letters, Title, LegendEntry.Of(methods, LegendSample.Line), upper + ClassPanels.CountHeight(axis));
        if (upper > 0) sheet.Add(panels.Accuracies(Methods, OfGroups), 0, 0, Sheet.Width, upper);
        sheet.Add(panels.Counts(withGroups: upper == 0), 0, upper, Sheet.Width, ClassPanels.CountHeight(axis));
        return sheet.Draw();
    }
}

/// <summary>One class of the data.</summary>
/// <param name="Name">Of the class.</param>
/// <param name="TrainingImages">How many there are, n.</param>
public sealed record FigureClass(string Name, int TrainingImages);

/// <summary>One method's accuracies.</summary>
/// <param name="Method">Whose.</param>
/// <param name="Percent">By label, or one per group; null where there was no test image.</param>
public sealed record ClassAccuracies(FigureMethod Method, ImmutableArray<double?> Percent);
