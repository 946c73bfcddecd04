using System.Text;

namespace LongTail.Store;

/// <summary>Names from files, made safe to stand in a message: quoted, cut, control characters spelled out.</summary>
static class Quoted
{
    const int LongestShown = 80;

    internal static string Of(string name)
    {
        StringBuilder text = new("'");
        foreach (char letter in name.AsSpan(0, Math.Min(name.Length, LongestShown)))
            if (char.IsControl(letter) || char.IsSurrogate(letter) || letter is '\u2028' or '\u2029' or (>= '\u202A' and <= '\u202E'))
                text.Append("\\u").Append(((int)letter).ToString("x4", null));
            else
                text.Append(letter);
        return text.Append(name.Length > LongestShown ? "...'" : "'").ToString();
    }
}
