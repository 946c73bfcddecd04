// The region below is the example of docs/csharp.md, word for word; ReadmeTests compares them.
#region CSHARP
using LongTail.Data;
using LongTail.Foundation;
using LongTail.Methods;
using LongTail.Networks;
using LongTail.Prediction;
using LongTail.Results;
using LongTail.Runs;
using LongTail.Stages;

static class PhotosExample
{
    public static Recipe Recipe(string name = "photos") => new()
    {
        Name = name,
        Data = new() { Set = PictureSets.Folders, Pictures = new() { Size = 64 } },
        Network = new ImageNetResNet { Depth = 10 },
        Method = new BalancedDistillation { Temperature = 2, Beta = 0.9999 },
        Augmentation = new() { CropPadding = 0, ResizedCrop = new(), Jitter = new(), Normalization = Normalization.ImageNet },
        Optimizer = new() { LearningRate = 0.01, Schedule = new CosineSchedule() },
        Epochs = 60,
        BatchSize = 32,
    };

    public static StageResult Train(Recipe recipe, string photos, string runs, Action<string> log, CancellationToken cancel)
    {
        RunEnvironment here = new() { OutputFolder = runs, DataFolder = photos };
        RunPlan plan = RunPlan.Of([recipe], here, new DataOpener(cancel: cancel));
        StageResult student = new StageRunner(here, new Log(log)).Run(plan, cancel)[^1];   // the teacher comes before it
        EvaluationResult test = student.Evaluation;
        log($"balanced accuracy {test.BalancedAccuracy:P1}, top-1 {test.Top1:P1}");
        for (int label = 0; label < test.Classes; label++)
            log($"{student.ClassNames[label]}: {test.ClassAccuracy(label):P1} of {test.Images[label]} pictures");
        return student;
    }

    public static async Task<string> Name(Classifier classifier, Stream upload, CancellationToken cancel)
    {
        try
        {
            return (await classifier.ClassifyAsync(upload, cancel)).Top(1).First().Name;
        }
        catch (DataException noPicture)
        {
            return noPicture.Message;
        }
    }

    sealed class Log(Action<string> log) : IRunObserver
    {
        public void EpochEnded(PlannedStage stage, EpochRecord epoch) =>
            log($"{stage}: epoch {epoch.Epoch + 1} of {stage.Stage.Epochs}, loss {epoch.Loss:F3}");

        public void Warned(string message) => log(message);
    }
}
#endregion
