using System.Collections.Immutable;
using System.Text.Json;
using LongTail.Cli.Tests.Fakes;
using LongTail.Foundation;
using LongTail.Networks;
using LongTail.Prediction;
using LongTail.Results;
using LongTail.Runs;
using LongTail.Stages;

namespace LongTail.Cli.Tests;

public sealed class EvaluateTests
{
    static readonly ImmutableArray<string> s_nasty = ["[red]shirt[/]", "boot\u001b[2J\u202e", "bag\nline"];

    [Fact]
    public void A_checkpoint_is_shown_by_group_by_class_and_by_confusion() =>
        Snapshot.Same(Evaluate("evaluate runs/x", Checkpoints.Of(["shirt", "boot", "bag"], [200, 50, 10])).Out, "evaluate");

    // The few classes have 60 test images, all right, and one, wrong. Of 61 images it would be 37.8 to 62.2.
    [Fact]
    public void A_group_has_the_interval_of_a_mean_of_classes()
    {
        EvaluatedCheckpoint checkpoint = Checkpoints.Of(["shirt", "boot", "bag"], [200, 10, 5]);
        ImmutableArray<int> labels = [0, 0, .. Enumerable.Repeat(1, 60), 2], taken = [0, 0, .. Enumerable.Repeat(1, 60), 0];
        checkpoint = checkpoint with { Predictions = new(3, labels, taken, [.. labels.Select(_ => true)]) };
        string shown = Evaluate("evaluate runs/x", checkpoint).Out;
        Assert.Matches(@"few +│ +2 │ +61 │ +50\.00 │ +47\.0 to 8\d\.\d", shown);
        Assert.Matches(@"balanced 66\.67 \(\d\d\.\d to \d\d\.\d\)", shown.ReplaceLineEndings(" "));
    }

    [Theory, InlineData(""), InlineData(" --weights best")]
    public void A_network_that_was_set_and_not_trained_has_no_best_epoch(string weights)
    {
        EvaluatedCheckpoint checkpoint = Checkpoints.Of(["shirt", "boot"], [200, 50]);
        string shown = Evaluate($"evaluate runs/x{weights}", checkpoint with { Card = checkpoint.Card with { Epochs = 0 }, Epoch = 0 }).Out.ReplaceLineEndings(" ");
        Assert.Contains("weights as they were set, without an epoch of its own", shown, StringComparison.Ordinal);
        Assert.DoesNotContain("too high", shown, StringComparison.Ordinal);
    }

    // An expert whose classes have none.
    [Theory, InlineData(""), InlineData(" --json")]
    public void A_network_without_test_images_is_shown_without_numbers(string json)
    {
        ConsoleRun run = Evaluate($"evaluate runs/x{json}", Checkpoints.Of(["shirt", "boot"], [20, 10]) with { Predictions = new(2, [], [], []) });
        Assert.Equal((0, ""), (run.Code, run.Error));
        Assert.DoesNotContain("NaN", run.Out, StringComparison.Ordinal);
        if (json.Length == 0) Assert.Contains("no image to measure it on", run.Out, StringComparison.Ordinal);
        else Assert.Equal(JsonValueKind.Null, JsonElement.Parse(run.Out).GetProperty("result").GetProperty("intervals").GetProperty("top1").ValueKind);
    }

    [Fact]
    public void Many_classes_have_their_commonest_confusions_listed()
    {
        ImmutableArray<string> names = [.. Enumerable.Range(0, 21).Select(i => $"class {i}")];
        string shown = Evaluate("evaluate runs/x", Checkpoints.Of(names, [.. Enumerable.Range(0, 21).Select(i => 200 - 9 * i)])).Out;
        Assert.DoesNotContain("Confusion matrix", shown, StringComparison.Ordinal);
        Assert.Contains("Commonest confusions", shown, StringComparison.Ordinal);
        Assert.Contains("class 20", shown, StringComparison.Ordinal);
    }

    [Fact]
    public void An_expert_is_shown_as_knowing_its_group_alone()
    {
        EvaluatedCheckpoint checkpoint = Checkpoints.Of(["shirt", "boot"], [15, 5]);
        checkpoint = checkpoint with { Card = checkpoint.Card with { Subset = new(GroupConvention.Kang, ShotGroup.Few) } };
        Assert.Contains("on fashion-lt, few-shot classes only (Kang's), seed 4", Evaluate("evaluate runs/x", checkpoint).Out.ReplaceLineEndings(" "), StringComparison.Ordinal);
        Assert.Equal("few", JsonElement.Parse(Evaluate("evaluate runs/x --json", checkpoint).Out).GetProperty("subset").GetProperty("group").GetString());
    }

    [Fact]
    public void Class_names_can_neither_colour_nor_move_nor_turn_anything()
    {
        string shown = Evaluate("evaluate runs/x", Checkpoints.Of(s_nasty, [200, 50, 10])).Out;
        Assert.Contains("[red]shirt[/]", shown, StringComparison.Ordinal);
        Assert.Contains("boot?[2J?", shown, StringComparison.Ordinal);
        Assert.Contains("bag?line", shown, StringComparison.Ordinal);
        Assert.DoesNotContain('\u001b', shown);
        Assert.DoesNotContain('\u202e', shown);
    }

    [Fact]
    public void Json_keeps_class_names_as_they_are()
    {
        JsonElement result = JsonElement.Parse(Evaluate("evaluate runs/x --json", Checkpoints.Of(s_nasty, [200, 50, 10])).Out);
        Assert.Equal(s_nasty, result.GetProperty("perClass").EnumerateArray().Select(c => c.GetProperty("name").GetString()!));
        Assert.Equal("[[2,1,0],[0,2,1],[1,0,2]]", JsonSerializer.Serialize(result.GetProperty("confusion")));
        Assert.Equal(66.6667, result.GetProperty("result").GetProperty("few").GetDouble());
    }

    [Fact]
    public void New_pictures_are_measured_instead_of_the_test_set_and_said_to_be()
    {
        (string Folder, string Pictures, CheckpointOptions Options, IReadOnlyList<Stage>? Expected) asked = ("", "", new(), null);
        EvaluatedCheckpoint checkpoint = Checkpoints.Of(["shirt", "boot", "bag"], [200, 50, 10]);
        checkpoint = checkpoint with { Predictions = new(3, [0, 0, 1], [0, 1, 1], [true, true, true]) };
        MeasuredPictures measured = new(checkpoint, [], [new("notes.txt", "no picture", "its name has none of the endings.")]) { ForTraining = 1200, ForChoosing = 300 };
        ConsoleRun Run(string more, MeasuredPictures answer) => ConsoleRun.Of($"evaluate runs/x --pictures photos2 {more}".Split(' ', StringSplitOptions.RemoveEmptyEntries), null, host => host with
        {
            Library = host.Library with
            {
                Evaluate = (_, _, _, _, _) => throw new InvalidOperationException("Its own test set was measured."),
                EvaluateOn = (folder, pictures, options, expected, _) =>
                {
                    asked = (folder, pictures, options, expected);
                    return answer;
                },
            },
        });
        ConsoleRun run = Run("--weights best --recipe fashion-lt-ce --threads 2", measured);
        Assert.Equal(ExitCode.Done, run.Code);
        Assert.Equal(("runs/x", "photos2", StoredWeights.Best, 2, 1), (asked.Folder, asked.Pictures, asked.Options.Weights, asked.Options.Threads, asked.Expected?.Count));
        Snapshot.Same(run.Out, "evaluate-pictures");

        run = Run("--json", measured with { Damaged = [new("photos2/bag/1.jpg", "damaged", "found HTML text.")] });
        Assert.Equal(ExitCode.Data, run.Code);
        Assert.Equal(
            """{"kind":"new pictures","folder":"photos2","images":3,"classesWithoutImages":["bag"],"picturesForTraining":1200,"picturesForChoosing":300,"damaged":[{"path":"photos2/bag/1.jpg","kind":"damaged","reason":"found HTML text."}],"leftOut":[{"path":"notes.txt","kind":"no picture","reason":"its name has none of the endings."}]}""",
            JsonSerializer.Serialize(JsonElement.Parse(run.Out).GetProperty("measuredOn")));
    }

    [Fact]
    public void Weights_chosen_on_the_test_set_are_said_to_be_so() =>
        Assert.Contains("too high to report", Evaluate("evaluate runs/x --weights best", Checkpoints.Of(["shirt", "boot", "bag"], [200, 50, 10])).Out.ReplaceLineEndings(""), StringComparison.Ordinal);

    [Fact]
    public void A_network_whose_head_alone_was_set_has_no_last_epoch()
    {
        EvaluatedCheckpoint checkpoint = Checkpoints.Of(["shirt", "boot"], [80, 20]);
        checkpoint = checkpoint with { Card = checkpoint.Card with { Epochs = 0 } };
        Assert.Contains("weights as they were set, without an epoch of its own", Evaluate("evaluate runs/x", checkpoint).Out.ReplaceLineEndings(" "), StringComparison.Ordinal);
    }

    [Fact]
    public void Images_of_other_classes_and_what_is_rejected_of_them_are_shown()
    {
        Snapshot.Same(OpenSet("evaluate runs/x --open-set mnist --open-data digits --reject 0.5").Out, "evaluate-open-set");
        Assert.Contains("--reject needs more than that", OpenSet("evaluate runs/x --open-set mnist --open-data digits").Out.ReplaceLineEndings(""), StringComparison.Ordinal);
    }

    [Fact]
    public void Json_has_what_is_rejected_in_numbers_and_percent()
    {
        JsonElement open = JsonElement.Parse(OpenSet("evaluate runs/x --open-set mnist --open-data digits --reject 0.5 --json").Out).GetProperty("openSet");
        Assert.Equal(
            "{\"set\":\"mnist\",\"rejectBelow\":0.5,\"known\":9,\"knownRejected\":4,\"knownRight\":4,\"unknown\":4,\"unknownRejected\":3,\"precision\":44.4444,\"recall\":80,\"fMeasure\":57.1429}",
            JsonSerializer.Serialize(open));
    }

    [Fact]
    public void The_question_about_other_classes_is_the_one_about_its_own()
    {
        (string Folder, string Set, string? Data, StoredWeights Weights, string? Device, Precision? Precision, bool Shifted) asked = default;
        ConsoleRun.Of("evaluate runs/x --open-set mnist --open-data digits --weights best --device cuda:1 --precision bf16 --test-prior uniform --correct 1".Split(' '), null, host => host with
        {
            Library = host.Library with
            {
                Evaluate = (_, _, _, _, _) => Sure(Checkpoints.Of(["shirt", "boot", "bag"], [200, 50, 10])),
                ConfidenceOn = (folder, set, data, options, _) =>
                {
                    asked = (folder, set, data, options.Weights, options.Device.ToString(), options.Precision, options.Shifts is not null);
                    return [0.5f];
                },
            },
        });
        Assert.Equal(("runs/x", "mnist", "digits", StoredWeights.Best, "cuda:1", Precision.BFloat16, true), asked);
    }

    [Theory]
    [InlineData("--reject 0.2", "Found --reject without --open-set")]
    [InlineData("--open-data digits", "Found --open-data without --open-set")]
    [InlineData("--open-set mnist --reject 1.5", "Found --reject \"1.5\", expected a probability from 0 to 1")]
    [InlineData("--open-set mnist --reject -0.1", "Found --reject \"-0.1\"")]
    public void What_does_not_fit_an_open_set_is_refused(string options, string found)
    {
        ConsoleRun run = OpenSet($"evaluate runs/x {options}");
        Assert.Equal(ExitCode.Usage, run.Code);
        Assert.Contains(found, run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void A_recipe_expects_one_of_the_networks_that_are_trained_for_it_with_the_changes_made_to_it()
    {
        IReadOnlyList<Stage>? expected = null;
        ConsoleRun Run(string more) => ConsoleRun.Of($"evaluate runs/x{more}".Split(' '), null, host => host with
        {
            Library = host.Library with
            {
                Evaluate = (_, _, _, stages, _) =>
                {
                    expected = stages;
                    return Checkpoints.Of(["a"], [1]);
                },
            },
        });
        Run(" --recipe fashion-lt-bkd --set epochs=7");
        Assert.Equal([("ce", 7, new CifarResNet { Depth = 8 }), ("bkd", 7, new CifarResNet { Depth = 8 })], expected!.Select(stage => (stage.Method, stage.Epochs, (CifarResNet)stage.Network)));
        Run("");
        Assert.Null(expected);
        ConsoleRun without = Run(" --set epochs=7");
        Assert.Equal((ExitCode.Usage, true), (without.Code, without.Error.Contains("Found --set epochs=7 without --recipe", StringComparison.Ordinal)));
    }

    [Fact]
    public void Arguments_reach_the_evaluator()
    {
        (string Folder, string? Data, StoredWeights Weights, string? Device, Precision? Precision, int? Threads) asked = default;
        ConsoleRun.Of(["evaluate", "runs/x", "--data", "images", "--weights", "best", "--device", "cuda:1", "--precision", "bf16", "--threads", "3"], null, host => host with
        {
            Library = host.Library with
            {
                Evaluate = (folder, data, options, _, _) =>
                {
                    asked = (folder, data, options.Weights, options.Device.ToString(), options.Precision, options.Threads);
                    return Checkpoints.Of(["a"], [1]);
                },
            },
        });
        Assert.Equal(("runs/x", "images", StoredWeights.Best, "cuda:1", Precision.BFloat16, 3), asked);
    }

    static ConsoleRun Evaluate(string commandLine, EvaluatedCheckpoint checkpoint) =>
        ConsoleRun.Of(commandLine.Split(' '), null, host => host with { Library = host.Library with { Evaluate = (_, _, _, _, _) => checkpoint } });

    static ConsoleRun OpenSet(string commandLine) => ConsoleRun.Of(commandLine.Split(' '), null, host => host with
    {
        Library = host.Library with
        {
            Evaluate = (_, _, _, _, _) => Sure(Checkpoints.Of(["shirt", "boot", "bag"], [200, 50, 10])),
            ConfidenceOn = (_, _, _, _, _) => [0.9f, 0.4f, 0.35f, 0.45f],
        },
    });

    // Right of the first two classes: sure; of the third: unsure. Taken for another class: unsure, but the last image sure.
    static EvaluatedCheckpoint Sure(EvaluatedCheckpoint checkpoint)
    {
        float[] confidence = [0.9f, 0.6f, 0.4f, 0.9f, 0.6f, 0.4f, 0.4f, 0.4f, 0.9f];
        return checkpoint with { Predictions = checkpoint.Predictions with { Beliefs = [.. confidence.Select(sure => new Belief(sure, -1, 0))] } };
    }
}
