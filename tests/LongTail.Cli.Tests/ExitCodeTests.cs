using LongTail.Cli.Tests.Fakes;
using LongTail.Foundation;

namespace LongTail.Cli.Tests;

public sealed class ExitCodeTests
{
    public static TheoryData<Exception, int> Stops => new()
    {
        { new UsageException("what happened"), 2 },
        { new RecipeException("what happened"), 2 },
        { new DataException("what happened"), 3 },
        { new ModelFileException("what happened"), 4 },
        { new PlatformException("what happened"), 5 },
        { new TypeInitializationException("torch", new DllNotFoundException("what happened")), 5 },
        { new DivergedException("what happened"), 6 },
        { new StorageException("what happened"), 7 },
        { new IOException("what happened"), 7 },
        { new UnauthorizedAccessException("what happened"), 7 },
        { new FolderInUseException("what happened"), 8 },
        { new AggregateException(new DataException("what happened", new IOException("why")), new IOException("and then")), 3 },
        { new AggregateException(new AggregateException(new UnauthorizedAccessException("what happened"))), 7 },
    };

    [Theory, MemberData(nameof(Stops), DisableDiscoveryEnumeration = true)]
    public void What_a_user_can_act_on_is_told_in_a_sentence(Exception stop, int code)
    {
        ConsoleRun run = Stopped(stop);
        // Files are guarded by those who open them; what is left is the output itself.
        string told = stop is IOException ? "Found that the standard output cannot be written (what happened), expected room for it." : "what happened";
        Assert.Equal((code, $"error: {told}\n", ""), (run.Code, run.Error, run.Out));
    }

    [Fact]
    public void A_bug_is_told_with_its_stack()
    {
        ConsoleRun run = Stopped(new InvalidOperationException("what happened"));
        Assert.Equal(1, run.Code);
        Assert.StartsWith("error: a bug in this program", run.Error, StringComparison.Ordinal);
        Assert.Contains("   at LongTail.Cli", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Every_kind_of_the_librarys_exceptions_has_its_code()
    {
        IEnumerable<Type> kinds = typeof(LongTailException).Assembly.GetTypes().Where(t => t.IsPublic && t.BaseType == typeof(LongTailException));
        foreach (Type kind in kinds)
            Assert.NotEqual(ExitCode.Bug, ExitCode.Of((Exception)Activator.CreateInstance(kind, "what happened", null)!));
    }

    [Fact]
    public void The_help_names_every_code()
    {
        IEnumerable<int> codes = typeof(ExitCode).GetFields().Where(f => f.IsLiteral).Select(f => (int)f.GetRawConstantValue()!);
        foreach (int code in codes) Assert.Contains($"{code}", ExitCode.Table, StringComparison.Ordinal);
    }

    [Fact]
    public void File_names_in_messages_are_made_safe() =>
        Assert.Equal("error: found ?[2J\nand a second line\n", Stopped(new DataException("found \u001b[2J\nand a second line")).Error);

    static ConsoleRun Stopped(Exception stop) => ConsoleRun.Of("train --quiet", new() { BeforeStep = (_, _) => throw stop });
}
