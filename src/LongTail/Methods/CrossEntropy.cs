using LongTail.Networks;
using LongTail.Stages;
using static TorchSharp.torch;

namespace LongTail.Methods;

/// <summary>CE: plain training with the softmax cross-entropy (BKD eq. 1). The baseline, and the teacher of the distilling methods.</summary>
public sealed record CrossEntropy : Method
{
    /// <inheritdoc/>
    public override Stage Plan(Recipe recipe) => TeacherFor(recipe);

    /// <summary>The stage that trains this recipe's network by cross-entropy alone.</summary>
    public static Stage TeacherFor(Recipe recipe) => recipe.Stage("ce", new Loss());

    /// <summary>The same with another network, from weights of its own.</summary>
    /// <param name="recipe">Everything else.</param>
    /// <param name="network">What to train; null for the recipe's own.</param>
    public static Stage TeacherFor(Recipe recipe, NetworkSpec? network) => TeacherFor(TeachersRecipe(recipe, network));

    /// <summary>The recipe by which a teacher of another network is trained; the same for null.</summary>
    internal static Recipe TeachersRecipe(Recipe recipe, NetworkSpec? network) => network is null ? recipe : recipe with { Network = network, Pretrained = recipe.TeacherPretrained };

    /// <summary>Mean over the batch of -log p(label).</summary>
    public sealed record Loss : Objective
    {
        /// <inheritdoc/>
        public override int Version => 1;

        /// <inheritdoc/>
        public override bool TakesMixedLabels => true;

        /// <inheritdoc/>
        public override int? PhaseAt(int epoch) => 0;

        /// <inheritdoc/>
        public override StepFunction Bind(StageContext context) => (batch, _) =>
        {
            Tensor logits = context.Network.forward(batch.Images);
            Tensor loss = batch.OverLabels(labels => nn.functional.cross_entropy(logits, labels));
            return new(loss, [new("ce", loss)]);
        };
    }
}
