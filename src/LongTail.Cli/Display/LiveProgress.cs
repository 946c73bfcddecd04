using LongTail.Foundation;
using LongTail.Results;
using LongTail.Runs;
using Spectre.Console;
using Progress = LongTail.Stages.Progress;

namespace LongTail.Cli.Display;

/// <summary>A few lines on a terminal that are drawn over while training goes on; finished stages stay above them.</summary>
sealed class LiveProgress : IRunObserver
{
    static readonly TimeSpan s_redrawAfter = TimeSpan.FromMilliseconds(200);

    readonly RunProgress _progress;
    readonly IAnsiConsole _console;
    readonly TimeProvider _clock;
    readonly LiveDisplayContext _display;
    readonly Lock _drawing = new();   // between the training thread and the one of Ctrl-C
    long _drawn;
    string? _notice;

    LiveProgress(RunPlan plan, IAnsiConsole console, TimeProvider clock, LiveDisplayContext display)
    {
        (_progress, _console, _clock, _display) = (new(plan, clock), console, clock, display);
        _drawn = clock.GetTimestamp();
    }

    public static T During<T>(RunPlan plan, IAnsiConsole console, TimeProvider clock, Interruption interruption, Func<IRunObserver, T> run) =>
        console.Live(new Text("starting ...")).AutoClear(true).Start(display =>
        {
            LiveProgress observer = new(plan, console, clock, display);
            interruption.ShownBy(observer.Announce, () => console.Cursor.Show());
            return run(observer);
        });

    public void StageStarted(PlannedStage stage, StageStart start)
    {
        _progress.StageStarted(stage, start);
        Draw();
    }

    public void StepEnded(PlannedStage stage, Progress progress, int images)
    {
        _progress.StepEnded(stage, progress, images);
        if (_clock.GetElapsedTime(_drawn) >= s_redrawAfter) Draw();
    }

    public void EpochEnded(PlannedStage stage, EpochRecord epoch)
    {
        _progress.EpochEnded(stage, epoch);
        Draw();
    }

    public void StageEnded(PlannedStage stage, StageResult result)
    {
        string how = result.Reused ? "found trained" : "trained";
        Keep($"{_progress.NumberOf(stage)}/{_progress.Stages} {Words.Stage(stage.Stage)}: {how}, {Words.Accuracy(result.Evaluation)}{Words.Chosen(result.Last)}", Style.Plain);
        _progress.StageEnded(stage);
    }

    public void PicturesPacked(int done, int all)
    {
        _progress.PicturesPacked(done, all);
        if (_clock.GetElapsedTime(_drawn) >= s_redrawAfter) Draw();
    }

    public void Warned(string message) => Keep($"warning: {message}", new Style(Color.Yellow));

    void Announce(string notice)
    {
        _notice = notice;
        Draw();
    }

    /// <summary>Writes text that stays, above the lines that are drawn over. The grid fills its lines with blanks, to cover what stood there.</summary>
    void Keep(string text, Style style)
    {
        Grid grid = new Grid { Expand = true }.AddColumn(new GridColumn().Padding(0, 0, 0, 0));
        grid.AddRow(new Text(SafeText.Lines(text), style));
        lock (_drawing) _console.Write(grid);
    }

    void Draw()
    {
        lock (_drawing)
        {
            _drawn = _clock.GetTimestamp();
            _display.UpdateTarget(LiveLines.Of(_progress, _console.Profile, _notice));
            _display.Refresh();
        }
    }
}
