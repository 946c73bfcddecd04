using System.CommandLine;
using System.Globalization;

namespace LongTail.Benchmarks;

/// <summary>Options that are whole numbers.</summary>
static class WholeNumber
{
    /// <summary>An option with a least value.</summary>
    public static Option<int> Option(string name, string description, int usual, int least) => new(name)
    {
        Description = description,
        HelpName = "N",
        DefaultValueFactory = _ => usual,
        CustomParser = written =>
        {
            if (int.TryParse(written.Tokens.Single().Value, CultureInfo.InvariantCulture, out int value) && value >= least) return value;
            written.AddError($"Found {name} {written.Tokens.Single().Value}, expected a whole number from {least} on.");
            return usual;
        },
    };
}
