using LongTail.Foundation;
using LongTail.Methods;
using LongTail.Stages;

namespace LongTail.Testing;

/// <summary>The catalog's methods as they fit the small sets of the tests, which do not have all that the defaults ask for.</summary>
static class Fitting
{
    /// <summary>The method of this name; LFME with experts for the groups that have a class.</summary>
    /// <param name="name">In the catalog.</param>
    /// <param name="counts">Of the set.</param>
    public static Method Of(string name, ClassCounts counts) => Of(MethodCatalog.All.Single(entry => entry.Name == name).Method, counts);

    /// <summary>The same of a method with other settings.</summary>
    public static Method Of(Method method, ClassCounts counts) => method is LearningFromExperts lfme ? lfme with { Experts = Existing(lfme.Groups, counts) } : method;

    static ExpertGroups Existing(GroupConvention convention, ClassCounts counts) =>
        Enum.Parse<ExpertGroups>(string.Concat(Enum.GetValues<ShotGroup>().Where(group => !convention.LabelsOf(group, counts).IsEmpty)));
}
