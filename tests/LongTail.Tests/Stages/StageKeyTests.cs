using LongTail.Methods;
using LongTail.Stages;

namespace LongTail.Tests.Stages;

public class StageKeyTests
{
    /// <summary>Changing one of these literals retrains everything users have: their stored stages are found by these keys.</summary>
    public static TheoryData<string, string> Published => new()
    {
        { "ce", "2950cc747f27050eac32a77e100eddb2bc4f6471ce00f811cbb5059885d0584a" },
        { "kd", "dde830ef421618a7199624d5c760138a68b9ba41bca10f1fd0c96b73d47b4405" },
        { "bkd", "69818f82259f624207cafd6f8f59f1123944c69c573288520bac0b6516337ab6" },
    };

    [Theory, MemberData(nameof(Published))]
    public void Keys_of_the_published_recipes_never_change(string method, string key) =>
        Assert.Equal(key, PlanOf(MethodCatalog.All.Single(entry => entry.Name == method).Method).Key.Hex);

    /// <summary>As above, and it shows what a changed key came from.</summary>
    [Fact]
    public void The_text_behind_a_key_never_changes() => Assert.Equal(
        "Stage{Augmentation:AugmentationSpec{CropPadding:4;Flip:true;Normalization:Normalization{Deviation:[0.2023,0.1994,0.201,];Mean:[0.4914,0.4822,0.4465,];};};"
        + "BatchSize:128;"
        + "Data:TrainingSet{Fingerprint:\"0000000000000000000000000000000000000000000000000000000000000000\";Profile:ExponentialProfile{Ratio:100;};Set:\"cifar10\";SubsetSeed:0;};"
        + "Epochs:200;EvaluateEvery:1;"
        + "Network:CifarResNet{Depth:32;Head:LinearHead{};Width:16;};"
        + "Objective:CrossEntropy.Loss{Version:1;};"
        + "Optimizer:OptimizerSpec{LearningRate:0.1;Momentum:0.9;Nesterov:false;Schedule:StepSchedule{DropAt:[160,180,];Factor:0.01;};WarmupEpochs:5;WeightDecay:0.0002;};"
        + "Sampling:Shuffled{};Seed:0;}",
        CanonicalText.Of(PaperRecipe.CrossEntropy));

    [Fact]
    public void Equal_recipes_give_equal_keys()
    {
        foreach (MethodEntry entry in MethodCatalog.All) Assert.Equal(PlanOf(entry.Method).Key, PlanOf(entry.Method with { }).Key);
    }

    [Fact]
    public void Renaming_a_recipe_changes_no_key()
    {
        foreach (MethodEntry entry in MethodCatalog.All)
            Assert.Equal(PlanOf(entry.Method).Key, entry.Method.Plan(PaperRecipe.Of(entry.Method) with { Name = "another" }).Key);
    }

    [Fact]
    public void Renaming_the_method_of_a_stage_changes_no_key() =>
        Assert.Equal(PaperRecipe.Balanced.Key, (PaperRecipe.Balanced with { Method = "another" }).Key);

    [Fact]
    public void One_teacher_serves_all_methods()
    {
        StageKey teacher = PaperRecipe.CrossEntropy.Key;
        Assert.Equal(teacher, PlanOf(new KnowledgeDistillation()).Teachers.Single().Key);
        Assert.Equal(teacher, PlanOf(new BalancedDistillation()).Teachers.Single().Key);
        Assert.Equal(teacher, PlanOf(new BalancedDistillation { Beta = 0.5, DeferUntil = 0.3, Temperature = 4 }).Teachers.Single().Key);
    }

    [Fact]
    public void A_students_temperature_changes_the_student_alone()
    {
        Stage two = PlanOf(new KnowledgeDistillation { Temperature = 2 }), three = PlanOf(new KnowledgeDistillation { Temperature = 3 });
        Assert.NotEqual(two.Key, three.Key);
        Assert.Equal(two.Teachers.Single().Key, three.Teachers.Single().Key);
    }

    [Fact]
    public void A_change_of_the_teacher_changes_the_student()
    {
        Stage student = PaperRecipe.Balanced;
        Stage teacher = student.Teachers.Single() with { Epochs = 100 };
        Assert.NotEqual(student.Key, (student with { Teachers = [teacher] }).Key);
    }

    [Fact]
    public void People_see_the_first_twelve_digits()
    {
        StageKey key = PaperRecipe.CrossEntropy.Key;
        Assert.Matches("^[0-9a-f]{64}$", key.Hex);
        Assert.Equal(key.Hex[..12], key.Short);
        Assert.Equal(key.Short, $"{key}");
    }

    static Stage PlanOf(Method method) => method.Plan(PaperRecipe.Of(method));
}
