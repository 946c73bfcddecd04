// The region below is the example of README.md, word for word; ReadmeTests compares them.
#region README
using LongTail.Data;
using LongTail.Methods;
using LongTail.Networks;
using LongTail.Prediction;
using LongTail.Runs;
using LongTail.Stages;

static class Example
{
    public static void Run()
    {
        Recipe recipe = new()
        {
            Name = "rare clothes",
            Data = new() { Set = "fashion-lt" },
            Network = new CifarResNet { Depth = 8 },
            Method = new BalancedDistillation { Temperature = 2, Beta = 0.9999 },
            Augmentation = new() { Normalization = Normalization.FashionMnist, CropPadding = 2 },
            Optimizer = new() { LearningRate = 0.1, WarmupEpochs = 0, Schedule = new CosineSchedule() },
            Epochs = 40,
            BatchSize = 64,
            EvaluateEvery = 10,
        };
        RunEnvironment here = new() { OutputFolder = "runs" };
        foreach (StageResult network in new StageRunner(here).Run(RunPlan.Of([recipe], here)))
            Console.WriteLine($"{network.Stage.Method}: {network.Evaluation.BalancedAccuracy:P1}, weights in {network.Folder}");
    }

    public static void Ask(string network, string picture)
    {
        using Classifier classifier = Classifier.Open(network);   // such as runs/stages/bkd-2bac3269bac7
        foreach (ClassProbability said in classifier.Classify(picture).Top(3))
            Console.WriteLine($"{said.Name}: {said.Probability:P1}");
    }
}
#endregion
