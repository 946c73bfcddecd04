using System.Collections.Immutable;
using LongTail.Results;

namespace LongTail.Figures.Sheets;

/// <summary>A confusion matrix with each row in shares of its class.</summary>
static class RowShares
{
    /// <summary>The matrix, first class in the first row.</summary>
    /// <param name="counts">Test images.</param>
    /// <param name="order">Labels in the order of rows and columns.</param>
    /// <param name="most">Cells of a row; where there are more classes, neighbours are taken together.</param>
    public static double[,] Of(Confusion counts, ImmutableArray<int> order, int most)
    {
        int cells = Math.Min(order.Length, most);
        double[,] shares = new double[cells, cells];
        double[] sums = new double[cells];
        Dictionary<int, int> places = order.Index().ToDictionary(item => item.Item, item => item.Index);
        foreach (ConfusionCell counted in counts.Cells)
            if (places.TryGetValue(counted.Actual, out int row) && places.TryGetValue(counted.Predicted, out int column))
            {
                shares[Cell(row), Cell(column)] += counted.Images;
                sums[Cell(row)] += counted.Images;
            }
        for (int across = 0; across < cells; across++)
            for (int along = 0; along < cells; along++)
                if (sums[across] > 0) shares[across, along] /= sums[across];
        return shares;

        int Cell(int place) => (int)((long)place * cells / order.Length);
    }

    /// <summary>Each cell as a square of several.</summary>
    public static double[,] Enlarged(double[,] shares, int scale)
    {
        int side = shares.GetLength(0) * scale;
        double[,] large = new double[side, side];
        for (int row = 0; row < side; row++)
            for (int column = 0; column < side; column++) large[row, column] = shares[row / scale, column / scale];
        return large;
    }
}
