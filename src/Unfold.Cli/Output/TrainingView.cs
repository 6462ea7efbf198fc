using Spectre.Console;
using Unfold.Inspection;
using Unfold.Reporting;
using Unfold.Training;

namespace Unfold.Cli;

/// <summary>What is seen of a training while it goes on: a line an epoch, and a live panel below where somebody watches.</summary>
sealed class TrainingView(Terminal terminal)
{
    static readonly TextTable Table = new(
        new("epoch", 5), new("train loss", 10), new("accuracy", 8), new("val loss", 9), new("accuracy", 8), new("F1", 6), new("seconds", 7), new("tokens/s", 10));

    LivePanel? _panel;
    LiveDisplayContext? _screen;
    RecordFollower? _record;
    string _lastWords = "";
    bool _headed;

    /// <summary>Runs a training under a view of its own.</summary>
    /// <param name="terminal">Where it is seen.</param>
    /// <param name="record">The record that the run writes; null where there is none.</param>
    /// <param name="train">The training.</param>
    public static TResult Show<TResult>(Terminal terminal, string? record, Func<IProgress<TrainProgress>, TResult> train)
    {
        var view = new TrainingView(terminal);
        var progress = new DirectProgress<TrainProgress>(view.Report);
        if (!terminal.ShowsProgress) return train(progress);
        view._panel = new LivePanel(terminal.Screen.Profile.Capabilities.Unicode);
        using RecordFollower? follower = record is null ? null : new RecordFollower(record);
        view._record = follower;
        return terminal.Screen.Live(view.Draw()).AutoClear(enabled: true).Start(context =>
        {
            view._screen = context;
            return train(progress);
        });
    }

    void Report(TrainProgress progress)
    {
        if (progress.Warning is { } warning)
        {
            if (terminal.Quiet) terminal.Complain(warning);
            else terminal.Warn(warning);
            return;
        }
        if (progress.Action is { } action)
        {
            terminal.Warn(action.Message);
            return;
        }
        terminal.KeepsWhatIsDone = progress.Phase != TrainPhase.Preparing;
        if (progress.Words is { } words && progress.Phase is not (TrainPhase.EpochDone or TrainPhase.Done)) terminal.Tell(words);
        if (progress is { Phase: TrainPhase.EpochDone, Completed: { } epoch }) Add(epoch, progress.Words);
        if (_panel is null) return;
        _panel.Update(progress);
        if (progress.Phase == TrainPhase.EpochDone && _record is not null && _record.Update() && EpochWatch.Last(_record.Record) is { } watch) _panel.Update(watch);
        _screen?.UpdateTarget(Draw());
    }

    Rows Draw() => new(_panel!.Lines(terminal.Screen.Profile.Width).Select(line => new Spectre.Console.Text(line)));

    void Add(EpochDocument epoch, string? words)
    {
        if (epoch.Validation.Find(MetricNames.SentenceAccuracy) is { } sentences)
        {
            string unknown = epoch.Validation.Find(MetricNames.UnknownAccuracy) is { } known ? $", unknown words {Numbers.Percent(known)}" : "";
            terminal.Tell($"Epoch {epoch.Epoch}: dev accuracy {Numbers.Percent(epoch.Validation.Accuracy)}, whole sentences {Numbers.Percent(sentences)}{unknown}; "
                + $"training loss {Numbers.Four(epoch.Train.Loss)}, accuracy {Numbers.Percent(epoch.Train.Accuracy)}; {epoch.Seconds:F3} s");
            return;
        }
        if (!_headed) terminal.Head(Table.Header);
        _headed = true;
        terminal.Tell(Table.Row(
            $"{epoch.Epoch}",
            Numbers.Four(epoch.Train.Loss),
            Numbers.Four(epoch.Train.Accuracy),
            Numbers.Four(epoch.Validation.Loss),
            Numbers.Four(epoch.Validation.Accuracy),
            Numbers.Four(Numbers.F1(epoch.Validation)),
            Numbers.Seconds(epoch.Seconds),
            $"{epoch.TokensPerSecond:N0}"));
        if (words is not null && GivesOneAnswer(epoch.Confusion)) Say(words);
    }

    /// <summary>Whether (nearly) all texts got the same answer: then the words say more than the numbers.</summary>
    static bool GivesOneAnswer(IReadOnlyList<IReadOnlyList<long>>? confusion) =>
        confusion is not null &&
        Enumerable.Range(0, confusion.Count).Max(answer => confusion.Sum(row => row[answer])) >= 0.999 * confusion.Sum(row => row.Sum());

    /// <summary>The same words are not said twice in a row.</summary>
    void Say(string words)
    {
        if (words == _lastWords) return;
        _lastWords = words;
        terminal.Warn(words);
    }
}
