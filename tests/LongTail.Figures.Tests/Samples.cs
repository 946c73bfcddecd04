using System.Collections.Immutable;
using LongTail.Results;

namespace LongTail.Figures.Tests;

/// <summary>Figures of made-up numbers: few and many classes, few and many methods, short and long names.</summary>
static class Samples
{
    static readonly string[] Names = ["ce", "kd", "bkd", "cb", "focal", "cb-focal", "ldam-drw", "bbn", "la", "lfme", "oltr", "crt", "bkd-crt", "ce-drw", "balanced-softmax"];
    static readonly string[] Labels = ["CE (teacher)", "KD", "BKD", "CB", "Focal", "CB-Focal", "LDAM-DRW", "BBN", "Logit adjustment", "LFME", "OLTR", "cRT", "BKD + cRT", "CE-DRW", "Balanced softmax with a name that goes on and on and on"];
    static readonly string[] Cifar = ["airplane", "automobile", "bird", "cat", "deer", "dog", "frog", "horse", "ship", "truck"];
    static readonly string[] Clothes = ["T-shirt/top", "Trouser", "Pullover over a very long shirt", "Dress", "Coat", "Sandal", "Shirt", "Sneaker", "Bag", "Ankle boot"];

    static readonly int[] Levels = [70, 88, 50, 40];

    public static IEnumerable<(string Name, Func<Picture> Draw)> All { get; } =
    [
        ("class-10", () => Classes(10, 4, false).Draw()),
        ("class-10-groups", () => Classes(10, 4, true).Draw()),
        ("class-10-long", () => (Classes(10, 3, false) with { Classes = [.. Classes(10, 3, false).Classes.Select((one, i) => one with { Name = Clothes[i] })] }).Draw()),
        ("class-25", () => Classes(25, 4, false).Draw()),
        ("class-100", () => Classes(100, 4, false).Draw()),
        ("class-100-groups-15", () => Classes(100, 15, true).Draw()),
        ("class-365-counts", () => Classes(365, 0, false).Draw()),
        ("class-2", () => Classes(2, 3, false).Draw()),
        ("confusion-10", () => Confusions(10, 4, Cifar).Draw()),
        ("confusion-10-long", () => Confusions(10, 4, Clothes).Draw()),
        ("confusion-10-one", () => Confusions(10, 1, Cifar).Draw()),
        ("confusion-10-three", () => Confusions(10, 3, Cifar).Draw()),
        ("confusion-18", () => Confusions(18, 4, [.. Enumerable.Range(0, 18).Select(i => $"class {i}")]).Draw()),
        ("confusion-100", () => Confusions(100, 4, [.. Enumerable.Range(0, 100).Select(i => $"class {i}")]).Draw()),
        ("confusion-1000", () => Confusions(1000, 2, [.. Enumerable.Range(0, 1000).Select(i => $"class {i}")]).Draw()),
        ("temperature", () => Temperatures(5).Draw()),
        ("temperature-one-seed", () => (Temperatures(1) with { Sweeps = [Temperatures(1).Sweeps[0]] }).Draw()),
        ("curves-3", () => Curves(3, 200, 5).Draw()),
        ("curves-4-short", () => Curves(4, 10, 1).Draw()),
        ("curves-15", () => Curves(15, 66, 5).Draw()),
        ("methods-3", () => Methods(3, 5).Draw()),
        ("methods-1", () => Methods(1, 5).Draw()),
        ("methods-15", () => Methods(15, 5).Draw()),
        ("methods-15-one-seed", () => Methods(15, 1).Draw()),
        ("methods-3-two-seeds", () => Methods(3, 2).Draw()),
    ];

    public static FigureMethod Method(int i) => new(Names[i], Labels[i]);

    public static ClassFigure Classes(int classes, int methods, bool ofGroups)
    {
        int[] counts = [.. Enumerable.Range(0, classes).Select(i => (int)(5000 * Math.Pow(100, -i / Math.Max(1, classes - 1.0))))];
        ImmutableArray<int> all = [.. Enumerable.Range(0, classes)];
        int many = Math.Max(1, classes * 35 / 100), medium = Math.Max(many, classes * 70 / 100);
        Random random = new(1);
        return new()
        {
            Title = $"CIFAR-{classes}-LT, ratio 100: training images and accuracy of {(ofGroups ? "each group" : "each class")}, mean of 5 seeds",
            Classes = [.. counts.Select((count, i) => new FigureClass(classes == 10 ? Cifar[i] : $"class number {i}", count))],
            Groups = [new("many", all[..many]), new("medium", all[many..medium]), new("few", all[medium..])],
            OfGroups = ofGroups,
            Methods = [.. Enumerable.Range(0, methods).Select(m => new ClassAccuracies(Method(m), [.. Enumerable.Range(0, ofGroups ? 3 : classes)
                .Select(i => (double?)Math.Clamp(90 - (20 + 40.0 / (m + 1)) * i / (ofGroups ? 2.0 : classes) + 8 * random.NextDouble(), 0, 100))]))],
        };
    }

    public static ConfusionFigure Confusions(int classes, int methods, string[] names)
    {
        Random random = new(2);
        return new()
        {
            Title = "CIFAR-10-LT, ratio 100: what the classes are taken for (seed 0)",
            ClassNames = [.. names],
            Methods = [.. Enumerable.Range(0, methods).Select(m => new ConfusionPanel(Method(m), new(classes, [.. Enumerable.Range(0, classes * classes).Select(cell =>
            {
                int row = cell / classes, column = cell % classes;
                int images = row == column ? (int)(1000 - (600 - 150 * m) * row / classes * random.NextDouble()) : column < row && random.NextDouble() < 0.3 ? random.Next(60 + 1500 / classes) : random.NextDouble() < 0.05 ? 12 : 0;
                return new ConfusionCell(row, column, images);
            })])))],
        };
    }

    public static TemperatureFigure Temperatures(int seeds)
    {
        Random random = new(3);
        return new()
        {
            Title = "BKD: accuracy against the temperature of distillation",
            Sweeps =
            [
                new("CIFAR-10-LT, ratio 100", [.. Sweep(80.6, 1.1)], new(2, 81.72)),
                new("CIFAR-100-LT, ratio 100", [.. Sweep(43.1, 0.7)], new(2, 45)),
            ],
        };

        IEnumerable<TemperaturePoint> Sweep(double top, double fall) =>
            new[] { 1, 1.5, 2, 2.5, 3, 3.5, 4 }.Select(t => new TemperaturePoint(t, Measured(random, seeds, top - fall * (t - 2) * (t - 2) / 2, 0.4)));
    }

    public static CurveFigure Curves(int methods, int points, int seeds)
    {
        Random random = new(4);
        return new()
        {
            Title = $"CIFAR-10-LT, ratio 100: accuracy of {methods} methods during training, mean ± standard deviation of {seeds} seeds",
            Curves = [.. Enumerable.Range(0, methods).Select(m => new Curve(Method(m), [.. Enumerable.Range(1, points).Select(i =>
                new CurvePoint(i * 200 / points, Measured(random, seeds, 20 + (45 + 1.3 * m) * (1 - Math.Exp(-5.0 * i / points)) + (i > 0.8 * points ? 6 : 0), 1.2)))]))],
        };
    }

    public static MethodFigure Methods(int methods, int seeds)
    {
        Random random = new(5);
        return new()
        {
            Title = $"Fashion-LT, ResNet-8: accuracy after epoch 40, mean of {seeds} seeds and its 95 % interval",
            Panels = ["all", "many (4 classes)", "medium (3 classes)", "few (3 classes)"],
            Methods = [.. Enumerable.Range(0, methods).Select(m => new MethodRow(Method(m), [.. Levels.Select((level, i) =>
                m == 4 && i == 3 ? (RepeatedMeasurement?)null : Measured(random, seeds, level + m, 2))]))],
        };
    }

    static RepeatedMeasurement Measured(Random random, int seeds, double mean, double spread) =>
        RepeatedMeasurement.Of([.. Enumerable.Range(0, seeds).Select(_ => Math.Min(100, mean + spread * (2 * random.NextDouble() - 1)))]);
}
