using LongTail.Foundation;
using LongTail.Methods;
using LongTail.Runs;
using LongTail.Stages;

namespace LongTail.Tests.Runs;

public sealed class RunPlanTests : IDisposable
{
    readonly Workshop _workshop = new();

    public void Dispose() => _workshop.Dispose();

    [Fact]
    public void Teachers_come_first_and_once()
    {
        RunPlan plan = _workshop.Plan(new KnowledgeDistillation(), new BalancedDistillation());
        Assert.Equal([("ce", StageRole.Teacher), ("kd", StageRole.Student), ("bkd", StageRole.Student)], plan.Stages.Select(planned => (planned.Stage.Method, planned.Role)));
    }

    [Fact]
    public void What_each_recipe_asks_for_is_told_in_their_order()
    {
        RunPlan plan = _workshop.Plan(new BalancedDistillation(), new CrossEntropy(), new BalancedDistillation());
        Assert.Equal(["bkd", "ce", "bkd"], plan.Asked.Select(stage => stage.Method));
        Assert.All(plan.Asked, asked => Assert.Contains(plan.Stages, planned => planned.Stage.Key == asked.Key));
        Assert.Equal(["bkd"], new RunPlan(plan.Stages, plan.Data).Asked.Select(stage => stage.Method));
    }

    [Fact]
    public void A_network_that_is_asked_for_and_teaches_is_planned_once_whatever_the_order()
    {
        foreach (Method[] methods in (Method[][])[[new CrossEntropy(), new KnowledgeDistillation()], [new KnowledgeDistillation(), new CrossEntropy()]])
            Assert.Equal([("ce", StageRole.Teacher), ("kd", StageRole.Student)], _workshop.Plan(methods).Stages.Select(planned => (planned.Stage.Method, planned.Role)));
    }

    [Fact]
    public void A_teacher_of_other_classes_is_refused_as_soon_as_the_data_is_opened()
    {
        Recipe clothes = Workshop.Recipe(new CrossEntropy()) with { Data = new() { Set = "fashion-lt" } }, digits = Workshop.Recipe(new CrossEntropy());
        Assert.Equal(2, _workshop.Plan([digits, Workshop.Recipe(new Taught(_workshop.Plan([digits]).Asked[0]))]).Stages.Length);
        string message = Assert.Throws<RecipeException>(() => _workshop.Plan([clothes, Workshop.Recipe(new Taught(_workshop.Plan([clothes]).Asked[0]))])).Message;
        Assert.StartsWith("Found the teacher ce of 10 classes for the stage taught of 10; label 0 is t-shirt/top for the teacher and ", message, StringComparison.Ordinal);
    }

    [Fact]
    public void Every_seed_has_a_teacher_of_its_own()
    {
        RunPlan plan = _workshop.Plan(Enumerable.Range(0, 3).Select(seed => Workshop.Recipe(new KnowledgeDistillation()) with { Seed = seed }));
        Assert.Equal([("ce", 0), ("kd", 0), ("ce", 1), ("kd", 1), ("ce", 2), ("kd", 2)], plan.Stages.Select(planned => (planned.Stage.Method, planned.Stage.Seed)));
        Assert.Single(plan.Data);
    }

    [Fact]
    public void Students_of_one_teacher_on_the_same_batches_are_grouped_and_no_others()
    {
        Recipe kd = Workshop.Recipe(new KnowledgeDistillation()), bkd = Workshop.Recipe(new BalancedDistillation());
        Assert.Equal([1, 2], Groups(kd, bkd));
        Assert.Equal([1, 2], Groups(bkd, bkd with { Method = new BalancedDistillation { Temperature = 3 } }));
        Assert.Equal([1, 3, 1, 1], Groups(kd, bkd, kd with { Seed = 1 }, bkd with { Method = new BalancedDistillation { Temperature = 3 } }));
        Recipe[] others =
        [
            kd with { Seed = 1 },
            kd with { BatchSize = 8 },
            kd with { Epochs = 4 },
            kd with { Sampling = new LongTail.Data.ClassBalanced() },
            kd with { Augmentation = kd.Augmentation with { CropPadding = 1 } },
            kd with { Optimizer = new() { LearningRate = 0.01, WarmupEpochs = 0 } },   // the teacher's too, so that it is another
            kd with { Method = new CrossEntropy(), EvaluateEvery = 2 },
        ];
        foreach (Recipe other in others) Assert.All(Groups(bkd, other), size => Assert.Equal(1, size));

        int[] Groups(params Recipe[] recipes) => [.. _workshop.Plan(recipes).Groups.Select(group => group.Length)];
    }

    // A student that starts from another student of the group cannot be trained beside it.
    [Fact]
    public void A_student_that_needs_another_comes_after_it()
    {
        RunPlan plan = _workshop.Plan(new KnowledgeDistillation(), new Continued(), new BalancedDistillation());
        Assert.Equal([["ce"], ["kd", "bkd"], ["continued"]], plan.Groups.Select(group => group.Select(planned => planned.Stage.Method).ToArray()));
    }

    sealed record Continued : Method
    {
        public override Stage Plan(Recipe recipe) => new KnowledgeDistillation().Plan(recipe) with { Method = "continued", StartFrom = new KnowledgeDistillation().Plan(recipe) };
    }

    [Fact]
    public void The_fingerprint_of_the_data_is_part_of_the_stage()
    {
        RunPlan plan = _workshop.Plan(new KnowledgeDistillation());
        Assert.Matches("^[0-9a-f]{64}$", plan.Data.Keys.Single());
        Assert.All(plan.Stages, planned => Assert.Equal(plan.Data.Keys.Single(), planned.Stage.Data.Fingerprint));
        Assert.Equal(plan.Data.Keys.Single(), plan.Stages[1].Stage.Teachers.Single().Data.Fingerprint);
    }

    [Fact]
    public void Changed_data_is_another_stage()
    {
        StageKey before = _workshop.Plan(new CrossEntropy()).Stages.Single().Stage.Key;
        Damage.Flip(Path.Combine(_workshop.Data, TinySet.TrainImages), 1000);
        Assert.NotEqual(before, _workshop.Plan(new CrossEntropy()).Stages.Single().Stage.Key);
    }

    [Fact]
    public void A_plan_writes_nothing()
    {
        _workshop.Plan(new BalancedDistillation());
        Assert.False(Directory.Exists(_workshop.Output));
    }

    [Fact]
    public void A_plan_says_what_is_there_already()
    {
        Assert.Equal([StageState.ToTrain, StageState.ToTrain], States());
        using CancellationTokenSource source = new();
        _workshop.Watch.AfterStep = _ => { if (_workshop.Watch.Steps == Workshop.StepsPerStage + 1) source.Cancel(); };
        _workshop.RunUntil(_workshop.Plan(new KnowledgeDistillation()), source.Token);
        Assert.Equal([StageState.Trained, StageState.Interrupted], States());
        _workshop.Run(new KnowledgeDistillation());
        Assert.Equal([StageState.Trained, StageState.Trained], States());

        StageState[] States() => [.. _workshop.Plan(new KnowledgeDistillation()).Stages.Select(planned => planned.State)];
    }

    [Fact]
    public void An_unknown_set_is_a_fault_of_the_recipe() =>
        Assert.Throws<RecipeException>(() => _workshop.Plan([Workshop.Recipe(new CrossEntropy()) with { Data = new() { Set = "cifar12" } }]));

    [Fact]
    public void Data_that_is_not_there_is_a_fault_of_the_data()
    {
        _workshop.Environment = _workshop.Environment with { DataFolder = Path.Combine(_workshop.Folder, "nowhere") };
        Assert.Throws<DataException>(() => _workshop.Plan(new CrossEntropy()));
    }

    sealed record Taught(Stage Teacher) : Method
    {
        public override Stage Plan(Recipe recipe) => recipe.Stage("taught", new CrossEntropy.Loss()) with { Teachers = [Teacher] };
    }
}
