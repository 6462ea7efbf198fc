using Spectre.Console;
using Unfold.Inspection;
using Unfold.Training;

namespace Unfold.Cli;

/// <summary>What is seen of a training while it goes on: a line an epoch, and a bar where somebody watches.</summary>
sealed class TrainingView(Terminal terminal)
{
    static readonly TextTable Table = new(
        new("epoch", 5), new("train loss", 10), new("accuracy", 8), new("val loss", 9), new("accuracy", 8), new("F1", 6), new("seconds", 7), new("tokens/s", 10));

    ProgressTask? _bar;
    string _lastWords = "";
    bool _headed;

    /// <summary>Runs a training under a view of its own.</summary>
    public static TrainResult Show(Terminal terminal, Func<IProgress<TrainProgress>, TrainResult> train)
    {
        var view = new TrainingView(terminal);
        var progress = new DirectProgress<TrainProgress>(view.Report);
        if (!terminal.ShowsProgress) return train(progress);
        return ProgressBars.Columns(terminal).Start(context =>
        {
            view._bar = context.AddTask("reading", maxValue: 1);
            return train(progress);
        });
    }

    void Report(TrainProgress progress)
    {
        if (progress.Words is { } words && progress.Phase is not (TrainPhase.EpochDone or TrainPhase.Done)) terminal.Tell(words);
        if (progress is { Phase: TrainPhase.EpochDone, Completed: { } epoch }) Add(epoch, progress.Words);
        if (_bar is not null) Move(_bar, progress);
    }

    void Add(EpochDocument epoch, string? words)
    {
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

    static void Move(ProgressTask bar, TrainProgress progress)
    {
        string left = progress.Left is { } time ? $", {Duration(time)} left" : "";
        bar.Description = progress.Phase switch
        {
            TrainPhase.Preparing => "reading and encoding the data",
            TrainPhase.Baselines => "fitting the baselines",
            TrainPhase.Validating => $"epoch {progress.Epoch} of {progress.Epochs}: validating{left}",
            TrainPhase.ChoosingThreshold => $"choosing the threshold, model {progress.Step} of {progress.Steps}",
            TrainPhase.Done => "done",
            _ => $"epoch {progress.Epoch} of {progress.Epochs}, {progress.TokensPerSecond:N0} tokens/s{left}",
        };
        bar.MaxValue = Math.Max(1, progress.Steps);
        bar.Value = progress.Step;
    }

    static string Duration(TimeSpan time) => time.TotalMinutes >= 60 ? $"{time.TotalHours:F1} h"
        : time.TotalSeconds >= 60 ? $"{(int)time.TotalMinutes} min {time.Seconds} s"
        : $"{Math.Ceiling(time.TotalSeconds):F0} s";
}
