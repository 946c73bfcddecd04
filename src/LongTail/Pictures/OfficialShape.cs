using System.Collections.Immutable;
using LongTail.Foundation;

namespace LongTail.Pictures;

/// <summary>What a published set must come to, so that nobody trains on half of it and calls it by its name.</summary>
/// <param name="Train">Training images.</param>
/// <param name="Test">Test images.</param>
/// <param name="Classes">C.</param>
/// <param name="Largest">Images of the largest class.</param>
/// <param name="Smallest">Images of the smallest class.</param>
/// <param name="Groups">Classes with more than 100, with 20 to 100 and with fewer than 20 training images (Kang et al. 2020).</param>
sealed record OfficialShape(int Train, int Test, int Classes, int Largest, int Smallest, (int Many, int Medium, int Few) Groups)
{
    /// <summary>Refuses data that differs.</summary>
    /// <exception cref="DataException">Says every number that does.</exception>
    public void Check(string title, PictureList train, PictureList test, string whatToDo)
    {
        ClassCounts counts = ClassCounts.Of(train.Labels.AsSpan(), Math.Max(Classes, train.Count == 0 ? 0 : train.Labels.Max() + 1));
        (string What, int Found, int Expected)[] numbers =
        [
            ("training images", train.Count, Train),
            ("test images", test.Count, Test),
            ("classes", counts.Classes, Classes),
            ("images of the largest class", counts.Largest, Largest),
            ("images of the smallest class", counts.Smallest, Smallest),
            ("many-shot classes", ClassesOf(ShotGroup.Many), Groups.Many),
            ("medium-shot classes", ClassesOf(ShotGroup.Medium), Groups.Medium),
            ("few-shot classes", ClassesOf(ShotGroup.Few), Groups.Few),
        ];
        ImmutableArray<string> wrong = [.. numbers.Where(number => number.Found != number.Expected).Select(number => $"{number.Found} {number.What} instead of {number.Expected}")];
        if (wrong.Length > 0) throw new DataException($"Found {string.Join(", ", wrong)}, expected {title} as published. {whatToDo}");

        int ClassesOf(ShotGroup group) => GroupConvention.Kang.LabelsOf(group, counts).Length;
    }
}
