using LongTail.Cli.Tests.Fakes;

namespace LongTail.Cli.Tests;

public sealed class HelpTests
{
    [Theory]
    [InlineData("--help", "help")]
    [InlineData("train --help", "help-train")]
    [InlineData("compare --help", "help-compare")]
    [InlineData("plan --help", "help-plan")]
    [InlineData("evaluate --help", "help-evaluate")]
    [InlineData("predict --help", "help-predict")]
    [InlineData("export --help", "help-export")]
    [InlineData("reproduce --help", "help-reproduce")]
    [InlineData("recipe --help", "help-recipe")]
    [InlineData("recipe list --help", "help-recipe-list")]
    [InlineData("recipe show --help", "help-recipe-show")]
    [InlineData("recipe schema --help", "help-recipe-schema")]
    [InlineData("data get --help", "help-data-get")]
    [InlineData("data check --help", "help-data-check")]
    [InlineData("data lists --help", "help-data-lists")]
    [InlineData("doctor --help", "help-doctor")]
    [InlineData("runs --help", "help-runs")]
    [InlineData("recipe list", "recipe-list")]
    [InlineData("recipe schema", "recipe-schema")]
    public void What_users_read_changes_only_on_purpose(string commandLine, string name)
    {
        ConsoleRun run = ConsoleRun.Of(commandLine);
        Assert.Equal((0, ""), (run.Code, run.Error));
        Snapshot.Same(run.Out.Replace(HostName, "longtail", StringComparison.Ordinal), name);
    }

    [Theory]
    [InlineData("train --help --epochs 3")]
    [InlineData("train nonsense -h")]
    [InlineData("evaluate -?")]
    public void Help_is_given_whatever_else_is_wrong(string commandLine)
    {
        ConsoleRun run = ConsoleRun.Of(commandLine);
        Assert.Equal((0, ""), (run.Code, run.Error));
        Assert.Contains("Usage:", run.Out, StringComparison.Ordinal);
    }

    [Fact]
    public void The_version_is_one_line() => Assert.Equal(ProgramVersion.Text + "\n", ConsoleRun.Of("--version").Out);

    /// <summary>The parser calls the program as the running executable is called: here the tests.</summary>
    static string HostName => System.CommandLine.RootCommand.ExecutableName;
}
