using LongTail.Cli.Display;
using LongTail.Cli.Tests.Fakes;
using LongTail.Recipes;
using LongTail.Runs;
using Spectre.Console;

namespace LongTail.Cli.Tests.Display;

public sealed class LiveProgressTests
{
    [Fact]
    public void A_terminal_sees_stage_epoch_speed_loss_and_accuracy()
    {
        string shown = Shown(new());
        foreach (string part in new[] { "stage 1 of 2", "stage 2 of 2", "epoch 3 of 3", "step 2 of 2", "images/s", "loss 1.0000 (ce 0.2500, bkd 0.7500)", "top-1 50.00 %", "left: " })
            Assert.Contains(part, shown, StringComparison.Ordinal);
    }

    [Fact]
    public void Finished_stages_and_warnings_stay()
    {
        string shown = Shown(new());
        Assert.Contains("1/2 ce resnet32 seed 0: trained, top-1 49.00 %", shown, StringComparison.Ordinal);
        Assert.Contains("warning: [bold]not markup[/]", shown, StringComparison.Ordinal);
        Assert.Contains("packing pictures: 1,234 of 50,000", shown, StringComparison.Ordinal);
    }

    [Fact]
    public void The_wish_to_stop_is_answered_in_the_display()
    {
        Interruption? interruption = null;
        string shown = "";
        Assert.Throws<OperationCanceledException>(() => Shown(new() { BeforeStep = (_, _) => interruption!.Request(130) }, i => interruption = i, text => shown = text));
        Assert.Contains("Stopping after this step", shown, StringComparison.Ordinal);
    }

    static string Shown(FakeTraining training, Action<Interruption>? hand = null, Action<string>? see = null)
    {
        StringWriter output = new();
        IAnsiConsole console = AnsiConsole.Create(new()
        {
            Out = new AnsiConsoleOutput(output),
            Ansi = AnsiSupport.Yes,
            ColorSystem = ColorSystemSupport.NoColors,
            Interactive = InteractionSupport.Yes,
        });
        console.Profile.Width = 100;
        using Interruption interruption = new(_ => Assert.Fail("the notice belongs into the display"));
        hand?.Invoke(interruption);
        var recipe = RecipeBinder.Bind(Commands.CommonOptions.Recipe("cifar10-lt-100-bkd", ["epochs=3", "evaluateEvery=1"]));
        RunEnvironment environment = new() { OutputFolder = "runs" };
        RunPlan plan = training.Calls.Plan([recipe], environment, null);
        try
        {
            LiveProgress.During(plan, console, new TurnedClock { Step = 1 }, interruption, observer =>
            {
                observer.PicturesPacked(1234, 50_000);
                observer.Warned("[bold]not markup[/]");
                return training.Calls.Run(plan, environment, observer, interruption.Token);
            });
        }
        finally
        {
            see?.Invoke(output.ToString());
        }
        return output.ToString();
    }
}
