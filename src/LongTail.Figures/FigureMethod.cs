namespace LongTail.Figures;

/// <summary>A method in a figure.</summary>
/// <param name="Name">In the catalog, such as "bkd": it decides the colour, which is the same in all figures for ce, kd, cb and bkd.</param>
/// <param name="Label">For readers, such as "BKD".</param>
public sealed record FigureMethod(string Name, string Label)
{
    /// <summary>A method whose name is its label.</summary>
    /// <param name="name">In the catalog.</param>
    public FigureMethod(string name) : this(name, name)
    {
    }
}
