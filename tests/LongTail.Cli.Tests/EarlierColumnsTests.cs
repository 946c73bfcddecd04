using System.Text.Json;
using LongTail.Cli.Tests.Fakes;
using LongTail.Stages;

namespace LongTail.Cli.Tests;

/// <summary>Columns that were trained before are shown with those that are trained now.</summary>
public sealed class EarlierColumnsTests
{
    [Fact]
    public void A_table_fills_up_column_by_column()
    {
        using TextFolder folder = new();
        JsonElement json = Make(stage => stage.Data is { Set: "cifar100", Profile: LongTail.Data.ExponentialProfile { Ratio: 100 } });
        Assert.Equal((1, 1, 0), (Runs(json, "CIFAR-10-LT, ratio 100"), Runs(json, "CIFAR-100-LT, ratio 100"), Runs(json, "CIFAR-100-LT, ratio 50")));
        // A column of which a network is missing, here KD's, is not half shown.
        Assert.Equal(0, Runs(Make(stage => stage.Data.Set == "cifar100" && stage.Method != "kd"), "CIFAR-100-LT, ratio 100"));

        static int Runs(JsonElement made, string column) => ReproduceTests.Cell(made, "BKD", column).GetProperty("runs").GetInt32();

        JsonElement Make(Func<Stage, bool> was) => JsonElement.Parse(ReproduceTests.Run("table1 --scale 0.01 --columns cifar10-lt-100 --json", folder, new() { WasTrained = was }).Out);
    }

    // Settings that other sets do not take are no reason to fail.
    [Fact]
    public void Photographs_are_made_one_set_after_the_other_into_one_table()
    {
        using TextFolder folder = new();
        FakeTraining training = new() { WasTrained = stage => stage.Data.Set is "places-lt" or "cifar10" };
        JsonElement json = JsonElement.Parse(ReproduceTests.Run("table5 --scale 0.05 --columns imagenet-lt --set data.size=224 --json", folder, training).Out);
        string[] made = [.. json.GetProperty("cells").EnumerateArray().Where(cell => cell.GetProperty("row").GetString() == "BKD" && cell.GetProperty("runs").GetInt32() > 0).Select(cell => cell.GetProperty("column").GetString()!)];
        Assert.Contains("Places-LT", made);
        Assert.Contains("CIFAR-10-LT", made);   // it takes no data.size, and so was trained alike
        string[] deviations = [.. json.GetProperty("deviations").EnumerateArray().Select(text => text.GetString()!)];
        Assert.Contains(deviations, text => text.StartsWith("The paper's CE on Places-LT, 30.2, is copied", StringComparison.Ordinal));
        Assert.Contains(deviations, text => text.StartsWith("No epoch and no setting is chosen on the validation lists of ImageNet-LT and Places-LT", StringComparison.Ordinal));
        Assert.Contains(deviations, text => text.Contains("on CIFAR equals", StringComparison.Ordinal));
    }

    // Some settings are taken together alone: the rate drops only where the schedule is one of steps.
    [Fact]
    public void Settings_that_belong_together_are_looked_for_together()
    {
        using TextFolder folder = new();
        FakeTraining training = new() { WasTrained = stage => stage.Data.Set == "places-lt" && stage.Optimizer.Schedule is StepSchedule { DropAt.Length: 1 } };
        JsonElement json = JsonElement.Parse(ReproduceTests.Run("table5 --scale 0.05 --columns imagenet-lt --set optimizer.schedule=step --set optimizer.dropAt=[0.5] --json", folder, training).Out);
        Assert.Contains(json.GetProperty("cells").EnumerateArray(), cell => cell.GetProperty("column").GetString() == "Places-LT" && cell.GetProperty("row").GetString() == "BKD" && cell.GetProperty("runs").GetInt32() > 0);
    }
}
