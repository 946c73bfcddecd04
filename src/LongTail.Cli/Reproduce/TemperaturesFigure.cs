using System.Collections.Immutable;
using System.Globalization;
using LongTail.Figures;
using LongTail.Figures.Paper;
using LongTail.Figures.Tables;

namespace LongTail.Cli.Reproduce;

/// <summary>Figure 3: BKD at temperatures from 1 to 4. All students of a data set learn from one teacher, side by side.</summary>
sealed record TemperaturesFigure() : Experiment("fig3", "Top-1 accuracy of BKD by temperature")
{
    const string Bkd = "bkd";

    static readonly ImmutableArray<double> s_temperatures = [1, 1.5, 2, 2.5, 3, 3.5, 4];

    public override ImmutableArray<string> Columns => ["cifar10-lt-100", "cifar100-lt-100"];

    public override ImmutableArray<Cell> Cells(ImmutableArray<string> columns, PaperRecipes recipes) =>
    [
        .. from column in columns
           from temperature in s_temperatures
           from recipe in recipes.Of(column, Bkd, string.Create(CultureInfo.InvariantCulture, $"method.temperature={temperature}"))
           select new Cell(Bkd, column, recipe with { Name = string.Create(CultureInfo.InvariantCulture, $"{column}-bkd:temperature={temperature}") }, temperature),
    ];

    public override Outcome Make(ImmutableArray<string> columns, Measurements measured, Confuse confuse) => new(
        new("temperature", [.. columns.Select(Titles.Of)],
            [.. s_temperatures.Select(temperature => new ComparedRow(temperature.ToString(CultureInfo.InvariantCulture), [.. columns.Select(column => new ComparedCell(Published(column, temperature), measured.Top1(Bkd, column, temperature)))]))]),
        [
            ("fig3", new TemperatureFigure
            {
                Title = "BKD: top-1 accuracy by temperature",
                Sweeps = [.. columns.Select(column => new TemperatureSweep(Titles.Of(column),
                    [.. s_temperatures.Select(temperature => new TemperaturePoint(temperature, measured.Top1(Bkd, column, temperature)!.Value))],
                    Published(column, PaperNumbers.Temperature.Best) is { } percent ? new PublishedPoint(PaperNumbers.Temperature.Best, percent) : null))],
            }.Draw),
        ]);

    static double? Published(string column, double temperature) => temperature == PaperNumbers.Temperature.Best ? PaperNumbers.Table(1)[Bkd, column] : null;
}
