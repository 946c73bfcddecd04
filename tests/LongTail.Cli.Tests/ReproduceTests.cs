using System.Text.Json;
using LongTail.Cli.Tests.Fakes;
using LongTail.Methods;
using LongTail.Stages;

namespace LongTail.Cli.Tests;

public sealed class ReproduceTests
{
    [Fact]
    public void A_table_is_written_beside_the_papers_numbers_with_the_difference()
    {
        using TextFolder folder = new();
        ConsoleRun run = Run("table1 --scale 0.01 --columns cifar10-lt-100,cifar100-lt-100 --seeds 0-1 --json", folder, new());
        Assert.Equal(0, run.Code);
        JsonElement json = JsonElement.Parse(run.Out);
        JsonElement bkd = Cell(json, "BKD", "CIFAR-10-LT, ratio 100");
        Assert.Equal((81.72, 2), (bkd.GetProperty("published").GetDouble(), bkd.GetProperty("runs").GetInt32()));
        Assert.Equal(bkd.GetProperty("mean").GetDouble() - 81.72, bkd.GetProperty("difference").GetDouble(), 1e-3);
        Assert.Equal(0, Cell(json, "BKD", "CIFAR-10-LT, ratio 50").GetProperty("runs").GetInt32());

        string page = File.ReadAllText(Path.Combine(folder.Path, "reproduced", "table1.md"));
        Assert.Contains("paper 81.72", page, StringComparison.Ordinal);
        Assert.Contains("shortened to 0.01 of its epochs", page, StringComparison.Ordinal);
        Assert.Contains("Each number is the mean over the seeds 0, 1", page, StringComparison.Ordinal);
        Assert.DoesNotContain("bfloat16", page, StringComparison.Ordinal);
        Assert.True(File.Exists(Path.Combine(folder.Path, "reproduced", "table1.csv")));
    }

    [Theory]
    [InlineData("table5 --columns cifar10-lt-100", "on CIFAR equals", "Kang et al.")]
    [InlineData("table5 --columns imagenet-lt", "was trained by its authors with the released code", "on CIFAR equals")]
    [InlineData("table5 --columns places-lt", "the last block and the head are trained", "on CIFAR equals")]
    [InlineData("fig1 --columns cifar10-lt-100", "The paper draws ImageNet-LT", "random resized crop")]
    [InlineData("table4", "on this set rounding does not decide it", "The rows copied")]
    [InlineData("table3", "No epoch and no setting is chosen on the validation lists", "The rows copied")]
    public void What_differs_from_the_paper_is_said_of_the_columns_that_are_shown(string arguments, string said, string unsaid)
    {
        using TextFolder folder = new();
        ConsoleRun run = Run($"{arguments} --scale 0.05 --json", folder, new());
        if (run.Code == ExitCode.Platform) Assert.Skip(run.Error);
        string deviations = JsonElement.Parse(run.Out).GetProperty("deviations").GetRawText();
        Assert.Contains(said, deviations, StringComparison.Ordinal);
        Assert.DoesNotContain(unsaid, deviations, StringComparison.Ordinal);
    }

    [Fact]
    public void Another_precision_and_the_seeds_are_said()
    {
        using TextFolder folder = new();
        string deviations = JsonElement.Parse(Run("table1 --columns cifar10-lt-100 --scale 0.00004 --precision bf16 --seeds 0-2 --json", folder, new()).Out).GetProperty("deviations").GetRawText();
        Assert.Contains("computed in bfloat16 (--precision bf16)", deviations, StringComparison.Ordinal);
        Assert.Contains("Each number is the mean over the seeds 0, 1, 2.", deviations, StringComparison.Ordinal);
        Assert.Contains("shortened to 0.00004 of its epochs", deviations, StringComparison.Ordinal);
    }

    [Fact]
    public void A_plan_tells_the_temperatures_of_a_sweep_and_the_data_apart()
    {
        using TextFolder folder = new();
        ConsoleRun run = Run("fig3 --scale 0.01 --plan --json", folder, new());
        string?[] recipes = [.. JsonElement.Parse(run.Out).GetProperty("stages").EnumerateArray().Where(stage => stage.GetProperty("method").GetString() == "bkd").Select(stage => stage.GetProperty("recipe").GetString())];
        Assert.Equal(14, recipes.Distinct().Count());
        Assert.Contains("cifar100-lt-100-bkd:temperature=1.5", recipes);
        string shown = Run("fig3 --scale 0.01 --plan", folder, new()).Out.ReplaceLineEndings(" ");
        Assert.Contains("(cifar10-lt-100-bkd:temperature=3.5)", shown.Replace("  ", " ", StringComparison.Ordinal), StringComparison.Ordinal);
    }

    [Fact]
    public void What_the_paper_leaves_out_is_not_trained()
    {
        using TextFolder folder = new();
        FakeTraining training = new();
        JsonElement json = JsonElement.Parse(Run("table1 --scale 0.01 --columns cifar10-lt-100 --json", folder, training).Out);
        Assert.Equal(7, training.Recipes.Length);                                // all rows but LFME
        JsonElement none = Cell(json, "LFME", "CIFAR-10-LT, ratio 100");
        Assert.Equal((JsonValueKind.Null, JsonValueKind.Null), (none.GetProperty("published").ValueKind, none.GetProperty("mean").ValueKind));
    }

    [Fact]
    public void Schedules_shrink_alike_and_the_deferral_stays_that_of_the_papers_recipes()
    {
        using TextFolder folder = new();
        FakeTraining training = new();
        Run("table5 --scale 0.1 --plan", folder, training);
        Assert.All(training.Recipes, recipe => Assert.Equal(20, recipe.Epochs));
        Assert.Equal([16, 0], training.Recipes.Where(recipe => recipe.Method is BalancedDistillation).Select(recipe => ((BalancedDistillation.Loss)recipe.Method.Plan(recipe).Objective).DeferUntil));
        Assert.False(Directory.Exists(Path.Combine(folder.Path, "reproduced")));
    }

    [Fact]
    public void All_temperatures_of_a_data_set_learn_from_one_teacher()
    {
        using TextFolder folder = new();
        FakeTraining training = new();
        Run("fig3 --scale 0.01 --plan", folder, training);
        Stage[] stages = [.. training.Recipes.Select(recipe => recipe.Method.Plan(recipe))];
        Assert.Equal(14, stages.Select(stage => stage.Key).Distinct().Count());
        Assert.Equal(2, stages.Select(stage => stage.Teachers.Single().Key).Distinct().Count());
    }

    [Theory]
    [InlineData("tabel1", 2, "Did you mean table1?")]
    [InlineData("table1 --scale 0", 2, "--scale \"0\", expected a number above 0 up to 1")]
    [InlineData("table1 --scale 2", 2, "--scale \"2\"")]
    [InlineData("table1 --set method.temperature=4", 2, "Found --set method.temperature=4, by which the numbers would not be of what the table or figure says they are of. To train a method with other settings, use longtail compare.")]
    [InlineData("table5 --set network.name=resnet8 --set deferUntil=0", 2, "Found --set deferUntil=0, by which")]
    [InlineData("table4 --set method.name=ce", 2, "use longtail compare")]
    [InlineData("fig3 --set data.ratio=10", 2, "Choose data sets and ratios by --columns.")]
    [InlineData("fig1 --set data.set=mnist", 2, "--columns")]
    [InlineData("table1 --set profile=step", 2, "--columns")]
    [InlineData("table1 --set sampling=class-balanced", 2, "To train methods with another sampling, head or mix, use longtail compare.")]
    [InlineData("table1 --set network.head=cosine", 2, "Rows differ by how images are drawn and mixed and by the head.")]
    [InlineData("table5 --set augmentation.mix=mixup", 2, "use longtail compare")]
    [InlineData("table1 --set epochs=30", 2, "To train shorter, write --scale.")]
    [InlineData("table1 --set seed=3", 2, "Write --seeds.")]
    [InlineData("table1 --groups oltr", 2, "Found --groups oltr for table1, which does not tell many, medium and few apart, expected it for fig1, table2, table3, table4 alone.")]
    [InlineData("fig4 --groups oltr", 2, "Leave it out.")]
    [InlineData("fig2 --columns cifar100-lt-100", 2, "\"cifar100-lt-100\" in --columns, expected some of cifar10-lt-100")]
    public void What_cannot_be_made_is_refused_with_what_to_do(string arguments, int code, string message)
    {
        using TextFolder folder = new();
        ConsoleRun run = Run(arguments, folder, new() { BeforeStep = (_, _) => Assert.Fail("nothing is trained") });
        Assert.Equal(code, run.Code);
        Assert.Contains(message, run.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("table2", "inaturalist2018", 8, "BKD", 66.8)]
    [InlineData("table3", "places-lt", 8, "BKD", 38.4)]
    [InlineData("table4", "imagenet-lt", 9, "BKD + cRT", 42.3)]
    public void A_table_of_a_large_set_has_every_row_by_groups(string table, string set, int rows, string label, double published)
    {
        using TextFolder folder = new();
        FakeTraining training = new();
        ConsoleRun run = Run($"{table} --scale 0.05 --json", folder, training);
        Assert.Equal((0, ""), (run.Code, run.Error));
        Assert.Equal(rows, training.Recipes.Length);
        Assert.All(training.Recipes, recipe => Assert.Equal((set, 224), (recipe.Data.Set, recipe.Data.Pictures!.Size)));
        JsonElement json = JsonElement.Parse(run.Out);
        JsonElement all = Cell(json, label, "all"), few = Cell(json, label, "few");
        Assert.Equal((published, 1), (all.GetProperty("published").GetDouble(), all.GetProperty("runs").GetInt32()));
        Assert.NotEqual(all.GetProperty("mean").GetDouble(), few.GetProperty("mean").GetDouble());
        Assert.True(File.Exists(Path.Combine(folder.Path, "reproduced", $"{table}.md")));
    }

    [Fact]
    public void Table_5_takes_one_set_of_photographs_when_asked()
    {
        using TextFolder folder = new();
        FakeTraining training = new();
        Run("table5 --scale 0.1 --columns places-lt --plan", folder, training);
        Assert.Equal(4, training.Recipes.Length);
        Assert.All(training.Recipes, recipe => Assert.Equal((9, TrainedPart.LastBlockAndHead, "caffe_resnet152.pth"), (recipe.Epochs, recipe.Trained, recipe.Pretrained!.File)));
    }

    // Its teacher, the schedule of --scale 1 and how often it is evaluated are those of the recipes by these names.
    [Fact]
    public void What_train_and_compare_trained_is_found()
    {
        using TextFolder folder = new();
        FakeTraining reproduced = new(), trained = new(), compared = new();
        Run("table1 --columns cifar10-lt-100 --precision bf16 --set evaluateEvery=4 --plan", folder, reproduced);
        ConsoleRun.Of("train cifar10-lt-100-ce cifar10-lt-100-kd cifar10-lt-100-bkd --precision bf16 --set evaluateEvery=4 --quiet", trained);
        ConsoleRun.Of("compare ce kd cb ldam-drw bbn la bkd --preset paper --recipe cifar10-lt-100-kd --precision bf16 --set evaluateEvery=4 --quiet", compared);
        Assert.Empty(Keys(trained).Except(Keys(reproduced)));
        Assert.Equal(Keys(reproduced).Order(), Keys(compared).Order());

        Run("table5 --columns cifar10-lt-100,cifar100-lt-100 --plan", folder, reproduced);
        ConsoleRun.Of("train cifar10-lt-100-ce cifar10-lt-100-kd cifar10-lt-100-bkd cifar100-lt-100-ce cifar100-lt-100-kd cifar100-lt-100-bkd --quiet", trained);
        Assert.Empty(Keys(trained).Except(Keys(reproduced)));

        static IEnumerable<string> Keys(FakeTraining training) => training.Recipes.Select(recipe => recipe.Method.Plan(recipe).Key.Hex);
    }

    [Fact]
    public void However_short_a_schedule_what_is_deferred_has_an_epoch()
    {
        using TextFolder folder = new();
        FakeTraining training = new();
        Run("table1 --scale 0.001 --columns cifar10-lt-100 --plan", folder, training);
        Assert.All(training.Recipes, recipe => Assert.Equal(2, recipe.Epochs));
        Assert.Equal(1, ((BalancedDistillation.Loss)training.Recipes[^1].Method.Plan(training.Recipes[^1]).Objective).DeferUntil);
    }

    // 20 images: few by OLTR's lines, medium by Kang's.
    [Fact]
    public void Groups_are_those_asked_for()
    {
        using TextFolder folder = new();
        FakeTraining training = new() { Counts = new(200, 50, 20) };
        Assert.Equal(JsonValueKind.Null, Few("").ValueKind);
        Assert.Equal(JsonValueKind.Number, Few(" --groups oltr").ValueKind);
        Assert.Contains("told apart by OLTR's lines", File.ReadAllText(Path.Combine(folder.Path, "reproduced", "table4.md")), StringComparison.Ordinal);

        JsonElement Few(string groups)
        {
            ConsoleRun run = Run($"table4 --scale 0.05 --json{groups}", folder, training);
            Assert.Equal((0, ""), (run.Code, run.Error));
            return Cell(JsonElement.Parse(run.Out), "BKD", "few").GetProperty("mean");
        }
    }

    [Fact]
    public void The_numbers_of_a_figure_are_written_beside_it()
    {
        using TextFolder folder = new();
        JsonElement sizes = Figure("fig1 --columns cifar10-lt-100", folder), confusions = Figure("fig2", folder), curves = Figure("fig4 --columns cifar10-lt-100", folder);
        Assert.Equal("class,images\r\nshirt,200\r\nboot,50\r\nbag,10\r\n", Text("fig1-cifar10-lt-100-classes.csv"));
        Assert.StartsWith("method,group,classes,mean,deviation,runs\r\nCE,many,1,", Text("fig1-cifar10-lt-100.csv"), StringComparison.Ordinal);
        Assert.Equal((50, 3), (sizes.GetProperty("fig1-cifar10-lt-100-classes")[1].GetProperty("images").GetInt32(), sizes.GetProperty("fig1-cifar10-lt-100").GetArrayLength()));

        Assert.Contains("\r\nKD,shirt,boot,2\r\n", Text("fig2-cifar10-lt-100.csv"), StringComparison.Ordinal);
        Assert.Equal(4 * 3 * 3, confusions.GetProperty("fig2-cifar10-lt-100").GetArrayLength());
        Assert.Contains("Counts of test images in the table, shares of each row in the picture", Text("fig2.md"), StringComparison.Ordinal);
        Assert.DoesNotContain("Accuracies in %", Text("fig2.md"), StringComparison.Ordinal);
        Figure("fig2 --seeds 0-2", folder);
        Assert.Contains("\r\nKD,shirt,boot,6\r\n", Text("fig2-cifar10-lt-100.csv"), StringComparison.Ordinal);

        Assert.StartsWith("method,epoch,mean,deviation,runs\r\nCE,0,", Text("fig4-cifar10-lt-100.csv"), StringComparison.Ordinal);
        Assert.Equal(4 * 2, curves.GetProperty("fig4-cifar10-lt-100").GetArrayLength());
        Assert.Contains("Numbers: [fig4-cifar10-lt-100.csv](fig4-cifar10-lt-100.csv)", Text("fig4.md"), StringComparison.Ordinal);

        string Text(string name) => File.ReadAllText(Path.Combine(folder.Path, "reproduced", name));
    }

    [Theory]
    [InlineData("table1", "The paper's numbers of LDAM-DRW and BBN were taken from the BBN paper (Zhou et al. 2020).", "The paper's numbers of LFME were taken from the LFME paper")]
    [InlineData("table2", "The paper's numbers of CB-Focal were taken from the paper on class-balanced losses", "LDAM-DRW's 64.6 is what the LDAM paper prints for LDAM without DRW")]
    [InlineData("table3", "The paper's numbers of Focal and OLTR and LFME were taken from the LFME paper", "with their layer of 512 features")]
    [InlineData("table4", "The paper's numbers of CE and cRT were trained by the authors with the released code of Kang et al..", "OLTR's own columns add up to its total by neither")]
    [InlineData("fig3", "Seven temperatures", "Every schedule is shortened")]
    public void A_page_says_which_of_its_rows_come_from_elsewhere(string experiment, string one, string other)
    {
        using TextFolder folder = new();
        ConsoleRun run = Run($"{experiment} --scale 0.05 --json", folder, new());
        string[] deviations = [.. JsonElement.Parse(run.Out).GetProperty("deviations").EnumerateArray().Select(text => text.GetString()!)];
        foreach (string expected in (string[])[one, other]) Assert.Contains(deviations, text => text.Contains(expected, StringComparison.Ordinal));
        Assert.Equal(experiment.StartsWith("table", StringComparison.Ordinal), deviations.Any(text => text.StartsWith("The paper's numbers of", StringComparison.Ordinal)));
    }

    [Fact]
    public void Rows_of_the_large_tables_have_what_is_published_for_their_set()
    {
        using TextFolder folder = new();
        Assert.Equal(new ClassBalancedFocal { Beta = 0.999, Gamma = 0.5 }, MethodOf<ClassBalancedFocal>("table2"));
        foreach (string table in new[] { "table3", "table4" }) Assert.Equal(new FocalTraining { Gamma = 2 }, MethodOf<FocalTraining>(table));
        Assert.Equal(new BilateralBranch { Period = 1.1111 }, MethodOf<BilateralBranch>("table2"));

        T MethodOf<T>(string table)
        {
            FakeTraining training = new();
            Run($"{table} --plan", folder, training);
            return training.Recipes.Select(recipe => recipe.Method).OfType<T>().Single();
        }
    }

    // Drawing needs a font of the system.
    static JsonElement Figure(string arguments, TextFolder folder)
    {
        ConsoleRun run = ConsoleRun.Of($"reproduce {arguments} --scale 0.01 --json --quiet --out {folder.Path}".Split(' '), null, host => host with
        {
            Library = host.Library with { Evaluate = (_, _, _, _, _) => new(null!, 1, new(3, [0, 0, 0, 1, 2], [0, 1, 1, 1, 2], [true, true, true, true, true])) },
        });
        if (run.Code == ExitCode.Platform) Assert.Skip(run.Error);
        Assert.Equal((0, ""), (run.Code, run.Error));
        return JsonElement.Parse(run.Out).GetProperty("numbers");
    }

    internal static ConsoleRun Run(string arguments, TextFolder folder, FakeTraining training) => ConsoleRun.Of($"reproduce {arguments} --quiet --out {folder.Path}", training);

    internal static JsonElement Cell(JsonElement json, string row, string column) =>
        json.GetProperty("cells").EnumerateArray().Single(cell => cell.GetProperty("row").GetString() == row && cell.GetProperty("column").GetString() == column);
}
