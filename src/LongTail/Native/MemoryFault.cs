using System.Globalization;
using System.Runtime.InteropServices;
using System.Text.RegularExpressions;
using LongTail.Foundation;

namespace LongTail.Native;

/// <summary>Turns what libtorch and .NET say where memory is not enough into found, expected, what to do.</summary>
static partial class MemoryFault
{
    /// <summary>Does something that may need more memory than there is.</summary>
    /// <param name="what">For which, such as "batches of 256 images of 224 x 224 in resnet50".</param>
    /// <param name="remedy">What to do, as sentences.</param>
    /// <param name="act">What is done.</param>
    /// <exception cref="PlatformException">There was too little memory.</exception>
    public static T Guard<T>(string what, string remedy, Func<T> act)
    {
        try
        {
            return act();
        }
        catch (Exception fault) when (Is(fault))
        {
            throw Told(fault, what, remedy, MachineMemory.Now());
        }
    }

    /// <summary>Whether that is what was wrong.</summary>
    public static bool Is(Exception fault) => fault is OutOfMemoryException || fault is ExternalException && Exhausted().IsMatch(fault.Message)
        || fault is AggregateException { InnerExceptions: [var first, ..] } && Is(first);

    /// <summary>The message for it.</summary>
    public static PlatformException Told(Exception fault, string what, string remedy, MachineMemory memory)
    {
        bool onDevice = fault.Message.Contains("CUDA", StringComparison.Ordinal);
        string asked = Asked().Match(fault.Message) is { Success: true } match ? $", which asked for {Size(match.Groups["number"].Value, match.Groups["unit"].Value)} more at once" : "";
        string left = onDevice ? " on the device" : $"; of the machine's {MachineMemory.InWords(memory.Whole)}, {MachineMemory.InWords(memory.Left)} are left";
        return new($"Found too little memory for {what}{asked}{left}. {remedy}", fault);
    }

    static string Size(string number, string unit)
    {
        double bytes = double.Parse(number, CultureInfo.InvariantCulture) * unit switch { "KiB" => 1L << 10, "MiB" => 1L << 20, "GiB" => 1L << 30, _ => 1L };
        return bytes >= 1e8 ? MachineMemory.InWords(bytes) : string.Create(CultureInfo.InvariantCulture, $"{bytes / 1e6:0.0} MB");
    }

    [GeneratedRegex("can't allocate memory|not enough memory|[Oo]ut of memory|std::bad_alloc|ALLOC_FAILED")]
    private static partial Regex Exhausted();

    [GeneratedRegex(@"[Tt]ried to allocate (?<number>[0-9.]*[0-9]) ?(?<unit>bytes|KiB|MiB|GiB)")]
    private static partial Regex Asked();
}
