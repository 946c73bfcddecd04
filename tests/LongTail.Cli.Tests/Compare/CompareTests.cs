using System.Text.Json;
using LongTail.Cli.Tests.Fakes;
using LongTail.Methods;
using LongTail.Runs;
using LongTail.Stages;

namespace LongTail.Cli.Tests.Compare;

public sealed class CompareTests
{
    // Few epochs, each evaluated.
    const string Short = "--set epochs=3 --set evaluateEvery=1";

    static readonly FakeTraining s_chancy = new() { Chance = stage => stage.Method == "kd" ? 3 * (stage.Seed % 2) : 0 };

    [Fact]
    public void A_comparison_is_tables_of_means_differences_epochs_and_cost() =>
        Snapshot.Same(Run($"compare ce kd bkd bkd:temperature=4 --seeds 0-2 {Short} --quiet").Out, "compare");

    [Fact]
    public void One_run_has_no_spread_and_no_intervals() => Snapshot.Same(Run($"compare ce bkd {Short} --quiet").Out, "compare-one-run");

    // The key of a stage has the SHA-256 of the weights it starts from, which a recipe does not.
    [Fact]
    public void Networks_from_pretrained_weights_are_held_against_the_teacher_too()
    {
        JsonElement json = JsonElement.Parse(Run($"compare bkd bkd:temperature=4 --set network.weights=weights.pth {Short} --json --quiet").Out);
        Assert.All(json.GetProperty("methods").EnumerateArray(), row => Assert.Equal(JsonValueKind.Object, row.GetProperty("ahead").GetProperty("ce").ValueKind));
    }

    [Fact]
    public void Classes_without_test_images_are_told()
    {
        string shown = string.Join(" ", ConsoleRun.Of($"compare ce kd {Short} --quiet", new FakeTraining { Unmeasured = 1 }).Out.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        Assert.Contains("1 of 3 classes have no test image: balanced accuracy, groups and the worst class are of the others, and so is top-1 under other class frequencies in the files, of ", shown, StringComparison.Ordinal);
        Assert.Contains("66.7 % of uniform", shown, StringComparison.Ordinal);
    }

    [Fact]
    public void A_mark_is_never_cut_off()
    {
        string label = "lfme:feedback=test,curriculum=logits,clippedCurriculum=false,publishedExperts=true,threshold=0.25";
        Assert.Contains("... (saw test labels)", ConsoleRun.Of($"compare ce {label} {Short} --quiet".Split(' '), s_chancy, host => host with { Width = 400 }).Out, StringComparison.Ordinal);
    }

    [Theory, InlineData(80), InlineData(120), InlineData(200)]
    public void Every_column_is_shown_whatever_the_width(int width)
    {
        string shown = ConsoleRun.Of($"compare ce kd bkd --seeds 0-2 {Short} --quiet".Split(' '), s_chancy, host => host with { Width = width }).Out;
        Assert.All(shown.Split('\n'), line => Assert.True(line.Length <= width, line));
        Assert.All(["balanced", "worst class", "NLL", "over ce:", "over kd:", "halves", "best", "peak MiB"],
            header => Assert.Contains(header, shown, StringComparison.Ordinal));
        Assert.Equal(width == 200, shown.Contains("1.410 ± 0.010", StringComparison.Ordinal));     // the spread behind the number, or below it
        if (width != 120) Snapshot.Same(shown, $"compare-{width}");
    }

    [Fact]
    public void All_methods_see_each_seed_and_each_draw_of_the_images_in_the_order_of_the_catalog()
    {
        FakeTraining training = new();
        Assert.Equal(0, ConsoleRun.Of("compare bkd ce --recipe cifar10-lt-100-kd --seeds 3,1 --subset-seeds 0-1 --set epochs=2 --quiet --data images --out elsewhere --threads 3", training).Code);
        Assert.Equal(["ce 3 0", "bkd 3 0", "ce 1 0", "bkd 1 0", "ce 3 1", "bkd 3 1", "ce 1 1", "bkd 1 1"],
            training.Recipes.Select(recipe => $"{recipe.Method.Plan(recipe).Method} {recipe.Seed} {recipe.Data.SubsetSeed}"));
        Assert.Equal(("elsewhere", "images", 3), (training.Environment!.OutputFolder, training.Environment.DataFolder, training.Environment.Threads));
    }

    [Fact]
    public void The_method_of_the_recipe_is_replaced_with_all_its_settings()
    {
        using TextFolder folder = new();
        string hot = folder.Write("hot.json", """{ "extends": "fashion-lt-bkd", "method": { "name": "bkd", "temperature": 7, "deferUntil": 0.5 } }""");
        Assert.Equal(new BalancedDistillation(), MethodOf($"compare bkd --recipe {hot}"));
    }

    // What docs/methods says: BKD is deferred on CIFAR-10 alone, and its script weighs the labels of KD from that moment on, elsewhere from the first epoch.
    [Theory]
    [InlineData("cifar10-lt-100-bkd", 0.8)]
    [InlineData("cifar10-lt-10-ce-short", 0.8)]
    [InlineData("cifar100-lt-100-bkd", 0)]
    [InlineData("fashion-lt-bkd", 0)]
    public void Presets_are_those_of_the_recipes_data_set(string recipe, double moment)
    {
        foreach (string preset in new[] { "fair", "paper", "reference" })
        {
            string arguments = $"--preset {preset} --recipe {recipe}";
            Assert.Equal(new BalancedDistillation { DeferUntil = moment }, MethodOf($"compare bkd {arguments}"));
            Assert.Equal(new BalancedDistillation { DeferUntil = 0.5, Beta = 0.9 }, MethodOf($"compare bkd:deferUntil=0.5,beta=0.9 {arguments}"));
            Assert.Equal(moment, Assert.IsType<BalancedDistillationRetraining>(MethodOf($"compare bkd-crt {arguments}")).DeferUntil);
            Assert.Equal(preset == "reference" ? moment : 1, Assert.IsType<KnowledgeDistillation>(MethodOf($"compare kd {arguments}")).WeighLabelsFrom);
        }
    }

    [Fact]
    public void Presets_give_the_settings_that_are_not_written()
    {
        Assert.Equal(new ClassBalancedReweighting { Reduction = LongTail.Losses.WeightedReduction.BatchMean }, MethodOf("compare cb --preset reference"));
        Assert.Equal(new ClassBalancedReweighting { Reduction = LongTail.Losses.WeightedReduction.BatchMean, Beta = 0.99 }, MethodOf("compare cb:beta=0.99 --preset reference"));
        Assert.Equal(new ClassBalancedReweighting(), MethodOf("compare cb --preset paper"));               // states nothing else
        Assert.Equal(MethodCatalog.All.Single(entry => entry.Name == "focal").Paper, MethodOf("compare focal --preset paper"));
        Assert.Equal(new BalancedDistillation { Temperature = 4, Beta = 0.5 }, MethodOf("compare bkd:temperature=4,beta=0.5"));
    }

    // As docs/methods/ltkd.md says: neither text nor code was at hand.
    [Fact]
    public void A_preset_that_is_not_known_is_not_named()
    {
        string command = $"compare ce ltkd --preset reference {Short}", remark = "ltkd: preset fair, not reference: neither the settings of its paper nor its code were at hand";
        using TextFolder folder = new();
        string page = Path.Combine(folder.Path, "page.md"), csv = Path.Combine(folder.Path, "rows.csv");
        Assert.Contains(remark, Run($"{command} --quiet --markdown {page} --csv {csv}").Out.ReplaceLineEndings(" "), StringComparison.Ordinal);
        Assert.Contains(remark, File.ReadAllText(page), StringComparison.Ordinal);
        Assert.Equal(["ce,reference", "ltkd,fair"], File.ReadAllText(csv).Split("\r\n", StringSplitOptions.RemoveEmptyEntries)[1..].Select(line => string.Join(',', line.Split(',')[..2])));
        Assert.Equal(["reference", "fair"], JsonElement.Parse(Run($"{command} --json").Out).GetProperty("methods").EnumerateArray().Select(row => row.GetProperty("preset").GetString()));
        Assert.DoesNotContain("preset fair, not", Run($"compare ce ltkd {Short} --quiet").Out, StringComparison.Ordinal);
    }

    // Whether the shared recipe is that of the set or the row's own.
    [Theory]
    [InlineData("crt", "inaturalist2018-ce", "inaturalist2018-crt")]
    [InlineData("crt", "inaturalist2018-crt", "inaturalist2018-crt")]
    [InlineData("bbn", "inaturalist2018-ce", "inaturalist2018-bbn")]
    [InlineData("bbn", "inaturalist2018-bbn", "inaturalist2018-bbn")]
    [InlineData("oltr", "places-lt-oltr", "places-lt-oltr")]
    public void The_papers_preset_is_what_the_sets_own_recipe_trains(string method, string recipe, string own)
    {
        FakeTraining compared = new(), trained = new();
        Assert.Equal((0, ""), (ConsoleRun.Of($"compare {method} --preset paper --recipe {recipe} --plan", compared) is var run ? run.Code : 1, run.Error));
        ConsoleRun.Of($"plan {own}", trained);
        Assert.Equal(Key(trained), Key(compared));
        ConsoleRun.Of($"compare {method} --preset reference --recipe {recipe} --plan", compared);
        Assert.Equal(method == "bbn", Key(trained) == Key(compared));             // of BBN nothing else was released

        static StageKey Key(FakeTraining training) => training.Recipes.Single() is var only ? only.Method.Plan(only).Key : default;
    }

    [Fact]
    public void Every_preset_of_every_method_can_be_compared()
    {
        foreach (string preset in new[] { "fair", "paper", "reference" })
        {
            FakeTraining training = new();
            Assert.Equal((0, ""), (ConsoleRun.Of($"compare all --preset {preset} --set epochs=10 --quiet", training) is var run ? run.Code : 1, run.Error));
            Assert.Equal(MethodCatalog.All.Select(entry => (preset == "paper" ? entry.Paper : preset == "reference" ? entry.Reference : null) ?? entry.Method), training.Recipes.Select(recipe => recipe.Method));
        }
    }

    [Fact]
    public void Methods_are_held_against_cross_entropy_also_where_it_was_trained_for_others_only()
    {
        JsonElement bkd = Json($"compare bkd --seeds 0-1 {Short}").GetProperty("methods")[0];
        Assert.Equal(10, bkd.GetProperty("ahead").GetProperty("ce").GetProperty("top1").GetProperty("mean").GetDouble());   // 0, 10 and 20 images of 100 each
        Assert.False(bkd.GetProperty("ahead").TryGetProperty("kd", out _));
    }

    [Fact]
    public void Differences_are_taken_run_by_run()
    {
        // kd is ahead by 2 points on average of the classes (0, 2, 4), by 3 more with odd seeds: 2, 5, 2; its mean 3, deviation sqrt 3, half width 4.302653
        JsonElement[] methods = [.. Run($"compare ce kd --seeds 0-2 {Short} --json") is var run ? JsonElement.Parse(run.Out).GetProperty("methods").EnumerateArray() : default];
        JsonElement ahead = methods[1].GetProperty("ahead").GetProperty("ce").GetProperty("top1");
        Assert.Equal((3.0, 1.7321), (ahead.GetProperty("mean").GetDouble(), ahead.GetProperty("sd").GetDouble()));
        Assert.Equal((-1.3027, 7.3027), (ahead.GetProperty("low").GetDouble(), ahead.GetProperty("high").GetDouble()));
        Assert.Equal(JsonValueKind.Null, methods[0].GetProperty("ahead").GetProperty("ce").GetProperty("top1").ValueKind);
        Assert.DoesNotContain("+3.00 ± 4.30 *", Run($"compare ce kd --seeds 0-2 {Short} --quiet").Out, StringComparison.Ordinal);
    }

    // Seeds 0 and 1, each on three draws that change nothing: kd is ahead by 2 and 5 points, 3.5 with half a width of 12.706 x 2.1213 / sqrt 2.
    [Fact]
    public void Seeds_on_several_draws_are_no_more_runs_than_there_are_seeds()
    {
        string command = $"compare ce kd --recipe cifar10-lt-100-kd --seeds 0-1 --subset-seeds 0-2 {Short}";
        JsonElement ahead = JsonElement.Parse(Run($"{command} --json").Out).GetProperty("methods")[1].GetProperty("ahead").GetProperty("ce").GetProperty("top1");
        Assert.Equal((3.5, -15.5593), (ahead.GetProperty("mean").GetDouble(), ahead.GetProperty("low").GetDouble()));
        string shown = Run($"{command} --quiet").Out.ReplaceLineEndings(" ");
        Assert.Contains("n = 6 runs", shown, StringComparison.Ordinal);
        Assert.DoesNotContain(" *", shown.Replace(" * beyond", "", StringComparison.Ordinal), StringComparison.Ordinal);
        Assert.Contains("are not independent", shown, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("reference", true)]
    [InlineData("fair", false)]
    public void What_was_steered_by_the_test_labels_is_marked_and_has_no_halves(string preset, bool steered)
    {
        string command = $"compare lfme ce --preset {preset} {Short}", mark = "(saw test labels)";
        using TextFolder folder = new();
        string page = Path.Combine(folder.Path, "page.md"), csv = Path.Combine(folder.Path, "rows.csv"), runs = Path.Combine(folder.Path, "rows-runs.csv");
        string shown = Run($"{command} --quiet --markdown {page} --csv {csv}").Out;
        Assert.Equal((steered, steered), (shown.Contains($"lfme {mark}", StringComparison.Ordinal), File.ReadAllText(page).Contains($"| lfme {mark} |", StringComparison.Ordinal)));
        Assert.Equal(steered, shown.ReplaceLineEndings(" ").Contains("are too high to report", StringComparison.Ordinal));
        Assert.DoesNotContain($"ce {mark}", shown, StringComparison.Ordinal);
        Assert.Equal(steered, !File.ReadAllText(page).Contains("**", StringComparison.Ordinal) || !File.ReadAllText(page).Split('\n').Any(line => line.StartsWith("| lfme", StringComparison.Ordinal) && line.Contains("**", StringComparison.Ordinal)));

        JsonElement[] methods = [.. JsonElement.Parse(Run($"{command} --json").Out).GetProperty("methods").EnumerateArray()];
        Assert.Equal([false, steered], methods.Select(row => row.GetProperty("sawTestLabels").GetBoolean()));
        Assert.Equal([false, steered], methods.Select(row => row.GetProperty("halves").GetProperty("top1").ValueKind == JsonValueKind.Null));
        Assert.Equal(steered, methods[1].GetProperty("runs")[0].GetProperty("sawTestLabels").GetBoolean());
        foreach (string file in new[] { csv, runs })
        {
            string[][] lines = [.. File.ReadAllText(file).Split("\r\n", StringSplitOptions.RemoveEmptyEntries).Select(line => line.Split(','))];
            int column = Array.IndexOf(lines[0], "saw_test_labels"), halves = Array.FindIndex(lines[0], name => name.StartsWith("halves_top1", StringComparison.Ordinal));
            Assert.Equal(["false", steered ? "true" : "false"], lines[1..].Select(line => line[column]));
            Assert.Equal([false, steered], lines[1..].Select(line => line[halves].Length == 0));
        }
    }

    [Fact]
    public void A_stage_that_was_found_trained_counts_with_the_time_it_took()
    {
        FakeTraining found = new() { StateOf = _ => StageState.Trained };
        JsonElement kd = JsonElement.Parse(ConsoleRun.Of("compare kd --set epochs=60 --json", found).Out).GetProperty("methods")[0];
        Assert.Equal((1.0, 0.5), (kd.GetProperty("minutes").GetProperty("allStages").GetProperty("mean").GetDouble(), kd.GetProperty("minutes").GetProperty("lastStage").GetProperty("mean").GetDouble()));
        Assert.Equal(350, kd.GetProperty("peakMebibytes").GetDouble());
        Assert.True(kd.GetProperty("runs")[0].GetProperty("reused").GetBoolean());
    }

    [Fact]
    public void An_interrupted_comparison_says_how_to_go_on()
    {
        Interruption? current = null;
        ConsoleRun run = ConsoleRun.Of(["compare", "ce", "kd", "--quiet"], new() { BeforeStep = (_, _) => current!.Request(130) }, host => host with
        {
            Listen = interruption =>
            {
                current = interruption;
                return new StringWriter();
            },
        });
        Assert.Equal((130, ""), (run.Code, run.Out));
        Assert.EndsWith("To continue, run the same command again.\n", run.Error, StringComparison.Ordinal);
    }

    static Method MethodOf(string commandLine)
    {
        FakeTraining training = new();
        Assert.Equal((0, ""), (ConsoleRun.Of(commandLine + " --set epochs=10 --quiet", training) is var run ? run.Code : 1, run.Error));
        return training.Recipes.Single().Method;
    }

    static ConsoleRun Run(string commandLine) => ConsoleRun.Of(commandLine, s_chancy);

    static JsonElement Json(string commandLine) => JsonElement.Parse(ConsoleRun.Of(commandLine + " --json").Out);
}
