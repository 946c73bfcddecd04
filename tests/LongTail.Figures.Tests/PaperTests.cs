using LongTail.Figures.Paper;

namespace LongTail.Figures.Tests;

/// <summary>Spot checks against the printed tables, and what the text says of them.</summary>
public sealed class PaperTests
{
    [Theory]
    [InlineData(1, "ce", "cifar10-lt-100", 70.36)]
    [InlineData(1, "kd", "cifar10-lt-50", 77.92)]
    [InlineData(1, "cb", "cifar100-lt-100", 32.65)]
    [InlineData(1, "ldam-drw", "cifar100-lt-50", 46.62)]
    [InlineData(1, "bbn", "cifar10-lt-100", 79.82)]
    [InlineData(1, "la", "cifar100-lt-10", 57.74)]
    [InlineData(1, "lfme", "cifar100-lt-100", 42.30)]
    [InlineData(1, "bkd", "cifar10-lt-100", 81.72)]
    [InlineData(1, "bkd", "cifar100-lt-10", 61.33)]
    [InlineData(2, "kd", "many", 72.6)]
    [InlineData(2, "cb-focal", "all", 61.1)]
    [InlineData(2, "crt", "all", 65.2)]
    [InlineData(2, "bkd", "few", 67.6)]
    [InlineData(3, "oltr", "medium", 37.0)]
    [InlineData(3, "focal", "few", 22.4)]
    [InlineData(3, "bkd", "all", 38.4)]
    [InlineData(4, "ce", "few", 3.6)]
    [InlineData(4, "lfme", "many", 47.1)]
    [InlineData(4, "bkd-crt", "all", 42.3)]
    [InlineData(5, "kd", "imagenet-lt", 35.8)]
    public void A_printed_number_is_here(int table, string method, string column, double percent) => Assert.Equal(percent, PaperNumbers.Table(table)[method, column]);

    [Theory]
    [InlineData(1, "lfme", "cifar10-lt-100")]
    [InlineData(2, "bbn", "few")]
    [InlineData(1, "oltr", "cifar10-lt-100")]
    [InlineData(1, "ce", "cifar10-lt-20")]
    public void What_the_paper_does_not_print_is_null(int table, string method, string column) => Assert.Null(PaperNumbers.Table(table)[method, column]);

    [Fact]
    public void Tables_have_the_rows_and_columns_of_the_paper()
    {
        Assert.Equal([(8, 6), (8, 4), (8, 4), (9, 4), (4, 5)], PaperNumbers.Tables.Select(table => (table.Rows.Length, table.Columns.Length)));
        Assert.Equal(["ce", "kd", "cb", "ldam-drw", "bbn", "la", "lfme", "bkd"], PaperNumbers.Table(1).Rows.Select(row => row.Method));
        Assert.Equal([1, 2, 3, 4, 5], PaperNumbers.Tables.Select(table => table.Number));
        foreach (PaperTable table in PaperNumbers.Tables)
            Assert.All(table.Rows, row => Assert.Equal(table.Columns.Length, row.Values.Length));
    }

    [Fact]
    public void Bold_marks_the_best_of_each_column_but_for_one_cell()
    {
        List<string> others = [];
        foreach (PaperTable table in PaperNumbers.Tables.Where(table => table.Number < 5))
            foreach (PaperRow row in table.Rows)
                for (int column = 0; column < table.Columns.Length; column++)
                    if (row.Bold.Contains(column) != (row.Values[column] == table.Best(column))) others.Add($"table {table.Number}, {row.Method}, {table.Columns[column].Key}");
        Assert.Equal(["table 2, bkd, many"], others);   // the whole row of the paper's method is printed in bold there
    }

    [Fact]
    public void Table_5_is_best_for_BKD_everywhere_and_worst_for_CB_but_on_CIFAR_10()
    {
        PaperTable table = PaperNumbers.Table(5);
        for (int column = 0; column < 5; column++)
        {
            Assert.Equal(table.Best(column), table["bkd", table.Columns[column].Key]);
            Assert.Equal(table.Worst(column), table[column == 0 ? "ce" : "cb", table.Columns[column].Key]);
        }
    }

    [Fact]
    public void Table_5_repeats_the_others_with_one_digit()
    {
        foreach (PaperRow row in PaperNumbers.Table(5).Rows)
        {
            double[] others = [PaperNumbers.Table(1)[row.Method, "cifar10-lt-100"]!.Value, PaperNumbers.Table(1)[row.Method, "cifar100-lt-100"]!.Value, .. Enumerable.Range(2, 3).Select(table => PaperNumbers.Table(table)[row.Method, "all"]!.Value)];
            Assert.Equal(others.Select(value => (double?)Math.Round((decimal)value, 1, MidpointRounding.AwayFromZero)), row.Values);
        }
    }

    [Fact]
    public void The_gains_that_the_text_tells_come_out()
    {
        // Over KD by 4.6 to 11.0 points; on few-shot classes of Places-LT by 4.7 over the next best.
        PaperTable table = PaperNumbers.Table(5);
        double[] gains = [.. table.Columns.Select(column => Math.Round(table["bkd", column.Key]!.Value - table["kd", column.Key]!.Value, 1))];
        Assert.Equal((4.6, 11.0), (gains.Min(), gains.Max()));
        Assert.Equal(4.7, Math.Round(PaperNumbers.Table(3)["bkd", "few"]!.Value - PaperNumbers.Table(3)["oltr", "few"]!.Value, 1));
    }

    [Fact]
    public void Numbers_of_others_say_where_they_come_from() =>
        Assert.Equal(["ldam-drw", "bbn", "lfme"], PaperNumbers.Table(1).Rows.Where(row => row.Origin is not null).Select(row => row.Method));

    [Fact]
    public void The_best_temperature_is_two() => Assert.Equal(new PaperTemperature(1, 4, 2), PaperNumbers.Temperature);

    [Fact]
    public void There_is_no_sixth_table() => Assert.Throws<ArgumentOutOfRangeException>(() => PaperNumbers.Table(6));
}
