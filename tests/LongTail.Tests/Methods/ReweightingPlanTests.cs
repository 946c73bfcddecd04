using LongTail.Methods;
using LongTail.Networks;
using LongTail.Stages;
using LongTail.Tests.Stages;
using LongTail.Tests.Training;
using TorchSharp.Modules;

namespace LongTail.Tests.Methods;

/// <summary>What the re-weighting methods ask for besides a loss.</summary>
public sealed class ReweightingPlanTests
{
    public static TheoryData<string> Sigmoids => ["focal", "cb-focal"];

    [Fact]
    public void Until_their_deferral_CE_DRW_and_CE_DRS_are_the_CE_run_of_the_recipe()
    {
        foreach (Method method in (Method[])[new DeferredReweighting(), new DeferredResampling()])
        {
            Continuation continued = Continuation.Of(method.Plan(PaperRecipe.Of(method)))!;
            Assert.Equal(PaperRecipe.CrossEntropy.Key, continued.Stage.Key);
            Assert.Equal(160, continued.Epoch);
        }
    }

    [Fact]
    public void The_scale_of_LDAM_is_that_of_its_head()
    {
        MarginTraining method = new() { Scale = 12, DeferUntil = 0.5 };
        Stage stage = method.Plan(PaperRecipe.Of(method));
        Assert.Equal(new CosineHead(12), stage.Network.Head);
        Assert.Equal(new MarginTraining.Loss(0.5, 12, 0.9999, 100), stage.Objective);
    }

    [Theory, MemberData(nameof(Sigmoids))]
    public void On_sigmoids_each_class_is_believed_with_one_over_C_at_first(string name)
    {
        using ToyTraining training = new(Toy.Stage(Sigmoid(name)));
        Parameter bias = training.Network.named_parameters().Single(pair => pair.name == "linear.bias").parameter;
        Assert.All(bias.data<float>(), value => Assert.Equal(1 / 3.0, 1 / (1 + Math.Exp(-value)), 1e-6));
    }

    [Theory, MemberData(nameof(Sigmoids))]
    public void On_sigmoids_the_bias_alone_does_not_decay(string name)
    {
        Recipe recipe = PaperRecipe.Of(Sigmoid(name));
        recipe = recipe with { Optimizer = recipe.Optimizer with { Groups = [new("linear.", recipe.Optimizer with { LearningRate = 3 })] } };
        OptimizerSpec optimizer = recipe.Method.Plan(recipe).Optimizer;
        Assert.Equal((0, recipe.Optimizer.WeightDecay), (optimizer.For("linear.bias").WeightDecay, optimizer.For("linear.weight").WeightDecay));
        Assert.Equal((3, recipe.Optimizer.LearningRate), (optimizer.For("linear.weight").LearningRate, optimizer.For("conv1.weight").LearningRate));
        Assert.Equal(recipe.Optimizer.WeightDecay, optimizer.For("bn1.bias").WeightDecay);
    }

    [Fact]
    public void On_softmax_bias_and_optimizer_are_those_of_cross_entropy()
    {
        FocalTraining method = new() { Form = FocalForm.Softmax };
        Assert.Equal((PaperRecipe.CrossEntropy with { Objective = new FocalTraining.Loss(1, FocalForm.Softmax) }).Key, method.Plan(PaperRecipe.Of(method)).Key);
        using ToyTraining focal = new(Toy.Stage(method)), plain = new(Toy.Stage(new CrossEntropy()));
        Assert.Equal(plain.Weights(), focal.Weights());
    }

    static Method Sigmoid(string name) => name == "focal" ? new FocalTraining { Form = FocalForm.Sigmoid } : new ClassBalancedFocal();
}
