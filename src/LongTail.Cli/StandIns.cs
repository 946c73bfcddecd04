// Temporary: replaced by the library's own types as they are merged.
using System.Collections.Immutable;

namespace LongTail.Data
{
    sealed record ExponentialProfile(double Ratio) : LongTailProfile
    {
        public override int[] Keep(ReadOnlySpan<int> available) => throw new NotSupportedException();
    }

    sealed record ClassBalanced : Sampling
    {
        public override int[] Order(ImmutableArray<int> labels, int classes, Foundation.Seed seed, int epoch, int stream) => throw new NotSupportedException();
    }

    sealed record Reversed : Sampling
    {
        public override int[] Order(ImmutableArray<int> labels, int classes, Foundation.Seed seed, int epoch, int stream) => throw new NotSupportedException();
    }

    sealed record SquareRoot : Sampling
    {
        public override int[] Order(ImmutableArray<int> labels, int classes, Foundation.Seed seed, int epoch, int stream) => throw new NotSupportedException();
    }
}

namespace LongTail.Foundation
{
    static class NearestName
    {
        public static string? Of(string wanted, IEnumerable<string> known)
        {
            string? best = known.MinBy(k => Distance(wanted, k));
            return best is not null && Distance(wanted, best) <= Math.Max(2, wanted.Length / 3) ? best : null;
        }

        public static string Hint(string found, IEnumerable<string> known) => Of(found, known) is { } name ? $" Did you mean {name}?" : "";

        static int Distance(string a, string b)
        {
            int[] row = [.. Enumerable.Range(0, b.Length + 1)];
            for (int i = 1; i <= a.Length; i++)
            {
                int diagonal = row[0];
                row[0] = i;
                for (int j = 1; j <= b.Length; j++)
                {
                    int above = row[j];
                    row[j] = Math.Min(Math.Min(row[j] + 1, row[j - 1] + 1), diagonal + (a[i - 1] == b[j - 1] ? 0 : 1));
                    diagonal = above;
                }
            }
            return row[^1];
        }
    }
}
