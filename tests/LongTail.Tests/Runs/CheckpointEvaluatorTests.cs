using System.Collections.Immutable;
using LongTail.Data;
using LongTail.Foundation;
using LongTail.Methods;
using LongTail.Networks;
using LongTail.Results;
using LongTail.Runs;

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

    [Fact]
    public void The_best_weights_measure_as_the_best_epoch_did()
    {
        EvaluatedCheckpoint evaluated = CheckpointEvaluator.Evaluate(Folder, _workshop.Data, StoredWeights.Best);
        AssertSame(Result.Best.Evaluation!, evaluated.Predictions.Evaluate());
        Assert.Equal(Result.Best.Epoch, evaluated.Epoch);
    }

    [Fact]
    public void Shifts_are_made_of_the_training_counts_and_move_every_answer()
    {
        ClassCounts? training = null;
        EvaluatedCheckpoint evaluated = CheckpointEvaluator.Evaluate(Folder, _workshop.Data, shifts: counts =>
        {
            training = counts;
            return [.. Enumerable.Range(0, counts.Classes).Select(label => label == 7 ? 1e4 : 0)];
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
        Assert.All(CheckpointEvaluator.ConfidenceOn(Folder, "fashion-lt", null, shifts: counts => [.. Enumerable.Range(0, counts.Classes).Select(label => label == 7 ? 1e4 : 0)]), sure => Assert.Equal(1, sure));
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
        ModelCard card = CheckpointEvaluator.Evaluate(Folder, _workshop.Data, expected: Result.Stage.Network).Card;
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
    public void Another_architecture_than_expected_is_refused_with_both_names()
    {
        foreach (NetworkSpec expected in (NetworkSpec[])[new CifarResNet { Depth = 20 }, new CifarResNet { Depth = 8 }])
        {
            string message = Assert.Throws<ModelFileException>(() => CheckpointEvaluator.Evaluate(Folder, _workshop.Data, expected: expected)).Message;
            Assert.Contains($"resnet8w2, expected {expected.Label}", message, StringComparison.Ordinal);
        }
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
}
