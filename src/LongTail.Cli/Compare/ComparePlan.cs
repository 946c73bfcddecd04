using System.Collections.Immutable;
using LongTail.Cli.Commands;
using LongTail.Foundation;
using LongTail.Runs;
using LongTail.Stages;

namespace LongTail.Cli.Compare;

/// <summary>The stages of a comparison, as one plan.</summary>
/// <param name="Plan">Asks for the methods of the first repetition, then for those of the second, and so on.</param>
/// <param name="Request">With the methods that can be trained on the data, and their recipes.</param>
/// <param name="NotTrained">Those that cannot, with the reason.</param>
sealed record ComparePlan(RunPlan Plan, CompareRequest Request, ImmutableArray<NotTrained> NotTrained)
{
    /// <summary>Lays out the plan.</summary>
    /// <param name="request">Wanted.</param>
    /// <param name="plan">The library.</param>
    /// <exception cref="RecipeException">A method that was named does not fit the data, or none does.</exception>
    /// <exception cref="UsageException">Two methods are the same training.</exception>
    public static ComparePlan Of(CompareRequest request, Func<IEnumerable<Recipe>, RunEnvironment, RunPlan> plan)
    {
        try
        {
            return Of(request, [], plan);
        }
        catch (RecipeException) when (request.Methods.Any(method => !method.Choice.IsByName))
        {
            ImmutableArray<NotTrained> unfit = [.. request.Methods.Select(method => FaultOf(method, request, plan)).OfType<NotTrained>()];
            if (unfit.Length is 0 || unfit.Length == request.Methods.Length || unfit.Any(method => method.Method.Choice.IsByName)) throw;
            return Of(request with { Methods = request.Methods.RemoveRange(unfit.Select(method => method.Method)) }, unfit, plan);
        }
    }

    /// <summary>The same without the methods of which a run diverged, or needs one that did; null when none is left.</summary>
    public ComparePlan? Without(StagesDivergedException diverged)
    {
        (ComparedMethod Method, int Column)[] methods = [.. Request.Methods.Select((method, column) => (method, column))];
        NotTrained?[] faults = [.. methods.Select(item => FaultOf(item.Method, item.Column))];
        (ComparedMethod Method, int Column)[] left = [.. methods.Where((_, i) => faults[i] is null)];
        if (left.Length == 0) return null;
        return new(
            Plan with { Asked = [.. from i in Enumerable.Range(0, Request.Repetitions.Length) from item in left select AskedBy(i, item.Column)] },
            Request with { Methods = [.. left.Select(item => item.Method)] },
            [.. NotTrained, .. faults.OfType<NotTrained>()]);

        Stage AskedBy(int repetition, int column) => Plan.Asked[repetition * methods.Length + column];

        NotTrained? FaultOf(ComparedMethod method, int column)
        {
            int[] lost = [.. Enumerable.Range(0, Request.Repetitions.Length).Where(i => diverged.Diverged.ContainsKey(AskedBy(i, column).Key))];
            if (lost.Length == 0) return null;
            Repetition first = Request.Repetitions[lost[0]];
            string draw = Request.Repetitions.DistinctBy(repetition => repetition.SubsetSeed).Count() > 1 ? $" of draw {first.SubsetSeed}" : "";
            string which = Request.Repetitions.Length > 1 ? $"{lost.Length} of {Request.Repetitions.Length} runs diverged, the first of seed {first.Seed}{draw}" : $"seed {first.Seed} diverged";
            return new(method, $"{which}: {diverged.Diverged[AskedBy(lost[0], column).Key]}");
        }
    }

    static ComparePlan Of(CompareRequest request, ImmutableArray<NotTrained> unfit, Func<IEnumerable<Recipe>, RunEnvironment, RunPlan> plan)
    {
        RunRequest run = request.Run with { Recipes = [.. from repetition in request.Repetitions from method in request.Methods select repetition.Of(method.Recipe)] };
        RunPlan whole = plan(run.Recipes, run.Environment);
        RequireDifferent(request.Methods, whole);
        return new(whole, request with { Run = run }, unfit);
    }

    // Settings may be written differently and mean the same training; words for several name no method twice.
    static void RequireDifferent(ImmutableArray<ComparedMethod> methods, RunPlan plan)
    {
        if (methods.Zip(plan.Asked, (method, stage) => (Method: method, stage.Key)).GroupBy(row => row.Key, row => row.Method)
            .FirstOrDefault(same => same.Count() > 1 && same.Any(method => method.Choice.IsByName)) is { } same)
            throw new UsageException($"Found {string.Join(" and ", same.Select(method => SafeText.Quoted(method.Label)))}, which are the same training here, that of stage {same.Key}, expected each once.");
    }

    // Whether a method fits depends on the draw of the images, and on no other seed.
    static NotTrained? FaultOf(ComparedMethod method, CompareRequest request, Func<IEnumerable<Recipe>, RunEnvironment, RunPlan> plan)
    {
        try
        {
            plan(request.Repetitions.DistinctBy(repetition => repetition.SubsetSeed).Select(repetition => repetition.Of(method.Recipe)), request.Run.Environment);
            return null;
        }
        catch (RecipeException fault)
        {
            return new(method, fault.Message);
        }
    }
}

/// <summary>A method that does not fit the data.</summary>
/// <param name="Method">The row.</param>
/// <param name="Reason">In the library's words.</param>
sealed record NotTrained(ComparedMethod Method, string Reason);
