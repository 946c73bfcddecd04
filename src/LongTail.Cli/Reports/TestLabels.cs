namespace LongTail.Cli.Reports;

/// <summary>How tables mark what was trained with an eye on the test labels, and what they say of it.</summary>
static class TestLabels
{
    public const string Mark = "(saw test labels)";

    /// <summary>One sentence to stand with a table.</summary>
    public const string Sentence = "(saw test labels): the test labels steered the training, or chose the teacher or what training went on from, so that all its accuracies, of the last epoch too, are too high to report.";
}
