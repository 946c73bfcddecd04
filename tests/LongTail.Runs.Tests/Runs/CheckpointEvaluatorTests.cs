using System.Collections.Immutable;
using LongTail.Data;
using LongTail.Foundation;
using LongTail.Methods;
using LongTail.Networks;
using LongTail.Results;
using LongTail.Runs;
using LongTail.Stages;

namespace LongTail.Tests.Runs;

public sealed class CheckpointEvaluatorTests(WholeRuns whole) : IDisposable
{
    readonly Workshop _workshop = Workshop.With(whole.Of(new CrossEntropy()));

    StageResult Result => whole.Of(new CrossEntropy()).Single();

    string Folder => Path.Combine(_workshop.Output, "stages", Path.GetFileName(Result.Folder));   // a copy, which a test may damage

    public void Dispose() => _workshop.Dispose();

    [Fact]
    public void The_last_weights_measure_as_the_last_epoch_did()
    {
        EvaluatedCheckpoint evaluated = CheckpointEvaluator.Evaluate(Folder, _workshop.Data);
        AssertSame(Result.Last.Evaluation!, evaluated.Predictions.Evaluate());
        Assert.Equal(2, evaluated.Epoch);
    }

    // Networks that show two branches, or a memory of the classes, beside what all have.
    [Theory, InlineData("bbn"), InlineData("oltr")]
    public void What_was_committed_predicts_as_it_was_measured(string method)
    {
        StageResult result = whole.Of(MethodCatalog.All.Single(entry => entry.Name == method).Method)[^1];
        Assert.Equal(result.Last.Evaluation!.Correct, CheckpointEvaluator.Evaluate(result.Folder, _workshop.Data).Predictions.Evaluate().Correct);
    }

    [Fact]
    public void Measuring_tells_how_far_it_is_and_can_be_stopped()
    {
        List<CountProgress> heard = [];
        EvaluatedCheckpoint evaluated = CheckpointEvaluator.Evaluate(Folder, _workshop.Data, watch: new() { Measured = new Heard(heard.Add) });
        int all = evaluated.Predictions.Labels.Length;
        Assert.Equal(new CountProgress(all, all), heard[^1]);
        Assert.Equal(heard.Order(Comparer<CountProgress>.Create((one, other) => one.Done - other.Done)), heard);

        using CancellationTokenSource source = new();
        heard.Clear();
        source.Cancel();
        Assert.ThrowsAny<OperationCanceledException>(() => CheckpointEvaluator.Evaluate(Folder, _workshop.Data, watch: new() { Measured = new Heard(heard.Add), Cancel = source.Token }));
        Assert.Empty(heard);
    }

    [Fact]
    public void The_best_weights_measure_as_the_best_epoch_did()
    {
        EvaluatedCheckpoint evaluated = CheckpointEvaluator.Evaluate(Folder, _workshop.Data, new() { Weights = StoredWeights.Best });
        AssertSame(Result.Best.Evaluation!, evaluated.Predictions.Evaluate());
        Assert.Equal(Result.Best.Epoch, evaluated.Epoch);
    }

    [Fact]
    public void Shifts_are_made_of_the_training_counts_and_move_every_answer()
    {
        ClassCounts? training = null;
        EvaluatedCheckpoint evaluated = CheckpointEvaluator.Evaluate(Folder, _workshop.Data, new()
        {
            Shifts = card =>
            {
                training = card.Counts;
                return [.. Enumerable.Range(0, card.ClassNames.Length).Select(label => label == 7 ? 1e4 : 0)];
            },
        });
        Assert.Equal(TinySet.Counts, training!.ToImmutableArray());
        Assert.All(evaluated.Predictions.Predicted, label => Assert.Equal(7, label));
    }

    [Fact]
    public void A_network_tells_how_sure_it_is_of_images_of_another_set()
    {
        ImmutableArray<float> confidence = CheckpointEvaluator.ConfidenceOn(Folder, "fashion-lt", null);
        Assert.Equal(DataCatalog.Find("fashion-lt").Read(null).Test.Count, confidence.Length);
        Assert.All(confidence, sure => Assert.InRange(sure, 0.1f, 1));
        Assert.All(CheckpointEvaluator.ConfidenceOn(Folder, "fashion-lt", null, new() { Shifts = card => [.. Enumerable.Range(0, card.ClassNames.Length).Select(label => label == 7 ? 1e4 : 0)] }), sure => Assert.Equal(1, sure));
    }

    [Theory]
    [InlineData("cifar100", "Found images of 32 x 32 x 3 in cifar100 for a network of images of 28 x 28 x 1,")]
    [InlineData("mnist", "Found the class 0 of mnist among those of mnist,")]
    [InlineData("imagenet", "imagenet")]
    public void A_set_of_other_sizes_or_of_its_own_classes_is_refused(string set, string found) =>
        Assert.Contains(found, Assert.Throws<RecipeException>(() => CheckpointEvaluator.ConfidenceOn(Folder, set, null)).Message, StringComparison.Ordinal);

    [Fact]
    public void The_card_says_what_the_network_is()
    {
        ModelCard card = CheckpointEvaluator.Evaluate(Folder, _workshop.Data, expected: [Result.Stage]).Card;
        Assert.Equal(("ce", Result.Stage.Key.Hex, 0, 3, 1), (card.Method, card.Key, card.Seed, card.Epochs, card.Channels));
        Assert.Equal(Result.Stage.Network, card.Network);
        Assert.Equal(Result.Stage.Data, card.Data);
        Assert.Equal(Result.ClassNames, card.ClassNames);
        Assert.Equal(TinySet.Counts, card.TrainingImages);
    }

    [Fact]
    public void Changed_data_is_refused_with_both_fingerprints()
    {
        Damage.Flip(Path.Combine(_workshop.Data, "t10k-images-idx3-ubyte"), -1);
        string message = Assert.Throws<DataException>(() => CheckpointEvaluator.Evaluate(Folder, _workshop.Data)).Message;
        Assert.Contains(Result.Stage.Data.Fingerprint, message, StringComparison.Ordinal);
    }

    [Fact]
    public void Missing_data_is_told() =>
        Assert.Throws<DataException>(() => CheckpointEvaluator.Evaluate(Folder, Path.Combine(_workshop.Folder, "nowhere")));

    [Fact]
    public void A_network_that_is_none_of_the_expected_stages_is_refused_with_what_differs()
    {
        Recipe recipe = Workshop.Recipe(new CrossEntropy());
        AssertRefused([recipe with { Network = new CifarResNet { Depth = 20, Width = 2 } }], "network.depth is 8, expected 20");
        AssertRefused([recipe with { Epochs = 7 }], "epochs is 3, expected 7");
        AssertRefused([recipe with { Optimizer = recipe.Optimizer with { LearningRate = 0.5 } }], "optimizer.learningRate is 0.02, expected 0.5");
        AssertRefused([recipe with { Method = new BalancedSoftmax() }], "found a network of ce that is not the expected one (balanced-softmax). Beside balanced-softmax, objective is CrossEntropy.Loss, expected BalancedSoftmax.Loss.");
        // Of several the one that is most like it is compared, and the teacher of its own method before all others.
        AssertRefused([recipe with { Method = new BalancedDistillation(), Epochs = 7 }], "(ce, bkd). Beside ce, epochs is 3, expected 7.");
    }

    [Fact]
    public void Students_are_told_apart_by_their_teachers_and_temperature_too()
    {
        StageResult student = whole.Of(new BalancedDistillation())[^1];
        Recipe recipe = Workshop.Recipe(new BalancedDistillation { Temperature = 7 });
        string message = Assert.Throws<ModelFileException>(() => CheckpointEvaluator.Evaluate(student.Folder, _workshop.Data, expected: StageGraph.Of(recipe.Method.Plan(recipe)))).Message;
        Assert.Contains("Beside bkd, objective.temperature is 2, expected 7.", message, StringComparison.Ordinal);
    }

    [Fact]
    public void Seed_and_precision_are_given_beside_a_recipe_and_so_are_not_compared()
    {
        Recipe recipe = Workshop.Recipe(new BalancedDistillation());
        recipe = recipe with { Seed = 9, Network = recipe.Network with { Precision = Precision.BFloat16 } };
        foreach (StageResult result in whole.Of(new BalancedDistillation()))   // teacher and student
            Assert.Equal(result.Stage.Key.Hex, CheckpointEvaluator.Evaluate(result.Folder, _workshop.Data, expected: StageGraph.Of(recipe.Method.Plan(recipe))).Card.Key);
    }

    void AssertRefused(Recipe[] recipes, string found)
    {
        string message = Assert.Throws<ModelFileException>(() => CheckpointEvaluator.Evaluate(Folder, _workshop.Data, expected: [.. recipes.SelectMany(recipe => StageGraph.Of(recipe.Method.Plan(recipe)))])).Message;
        Assert.Contains(found, message, StringComparison.Ordinal);
        Assert.Contains("Choose another network", message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_folder_that_is_no_stage_is_refused_with_its_name()
    {
        Assert.Contains(_workshop.Data, Assert.Throws<ModelFileException>(() => CheckpointEvaluator.Evaluate(_workshop.Data, _workshop.Data)).Message, StringComparison.Ordinal);
        string nowhere = Path.Combine(_workshop.Folder, "nowhere");
        Assert.Contains(nowhere, Assert.Throws<ModelFileException>(() => CheckpointEvaluator.Evaluate(nowhere, _workshop.Data)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_flipped_bit_is_told_with_the_name_of_the_file()
    {
        string path = Path.Combine(Folder, "last.safetensors");
        Damage.Flip(path, -1);
        Assert.Contains(path, Assert.Throws<ModelFileException>(() => CheckpointEvaluator.Evaluate(Folder, _workshop.Data)).Message, StringComparison.Ordinal);
    }

    static void AssertSame(EvaluationResult expected, EvaluationResult found)
    {
        Assert.Equal(expected.Images, found.Images);
        Assert.Equal(expected.Correct, found.Correct);
        Assert.Equal(expected.CorrectInTop5, found.CorrectInTop5);
    }

    sealed class Heard(Action<CountProgress> hear) : IProgress<CountProgress>
    {
        public void Report(CountProgress value) => hear(value);
    }
}
