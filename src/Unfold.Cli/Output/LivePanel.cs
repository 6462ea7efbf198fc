using System.Globalization;
using Unfold.Inspection;
using Unfold.Reporting;
using Unfold.Training;

namespace Unfold.Cli;

/// <summary>What stands below the lines of the epochs while a training goes on: losses, gradient through time, updates, how far it is.</summary>
/// <param name="unicode">Whether the terminal shows block characters.</param>
sealed class LivePanel(bool unicode)
{
    const int SparkWidth = 24;

    readonly List<double> _trainLosses = [];
    readonly List<double> _validationLosses = [];
    EpochWatch? _watch;
    double _loss = double.NaN;
    string _work = "reading";
    double _share;

    /// <summary>Takes in how far the training is.</summary>
    public void Update(TrainProgress progress)
    {
        if (progress is { Phase: TrainPhase.EpochDone, Completed: { } epoch })
        {
            _trainLosses.Add(epoch.Train.Loss ?? double.NaN);
            _validationLosses.Add(epoch.Validation.Loss ?? double.NaN);
        }
        if (progress.Phase == TrainPhase.Training) _loss = progress.Loss;
        _share = progress.Steps == 0 ? 0 : Math.Clamp((double)progress.Step / progress.Steps, 0, 1);
        _work = Work(progress);
    }

    /// <summary>Takes in what the lenses saw.</summary>
    public void Update(EpochWatch watch) => _watch = watch;

    /// <summary>The panel, a line each, none longer than the terminal is wide.</summary>
    public IReadOnlyList<string> Lines(int width)
    {
        List<string> lines = [""];
        if (!double.IsNaN(_loss))
        {
            string validation = _validationLosses.Count == 0 ? "" : $"   validation {Number(_validationLosses[^1])} {Bars(_validationLosses)}";
            lines.Add($"loss         training {Number(_loss)} {Bars(_trainLosses)}{validation}");
        }
        if (_watch is not null)
        {
            foreach (LayerWatch layer in _watch.Layers.Take(4))
            {
                double[] oldestFirst = [.. layer.Profile.Reverse().Take(layer.Profile.Count + Math.Min(0, layer.FirstLag)).TakeLast(SparkWidth)];
                lines.Add($"through time {layer.Layer} {Sparkline.Of(oldestFirst, SparkWidth, logarithmic: true, unicode)}{(unicode ? "▏" : "|")}last word   {layer.Words}");
            }
            if (_watch.UpdateRatios.Count > 0)
                lines.Add($"update/weight {string.Join("  ", _watch.UpdateRatios.OrderByDescending(pair => pair.Ratio).Take(4).Select(pair => string.Create(CultureInfo.InvariantCulture, $"{pair.Parameter} {pair.Ratio:0.0e+0}")))}");
            if (!double.IsNaN(_watch.Watching))
                lines.Add(string.Create(CultureInfo.InvariantCulture, $"watching     {_watch.Watching:0.0 %} of a step{(double.IsNaN(_watch.Probing) ? "" : $", probes {_watch.Probing:0.0 %} more")}"));
        }
        lines.Add($"{Bar()} {_work}");
        return [.. lines.Select(line => line.Length < width ? line : line[..Math.Max(0, width - 1)])];
    }

    static string Number(double loss) => loss.ToString("0.0000", CultureInfo.InvariantCulture);

    static string Work(TrainProgress progress)
    {
        string left = progress.Left is { } time ? $", {Duration(time)} left" : "";
        return progress.Phase switch
        {
            TrainPhase.Preparing => "reading and encoding the data",
            TrainPhase.Baselines => "fitting the baselines",
            TrainPhase.Validating => $"epoch {progress.Epoch} of {progress.Epochs}: validating{left}",
            TrainPhase.ChoosingThreshold => $"choosing the threshold, model {progress.Step} of {progress.Steps}",
            TrainPhase.Done => "done",
            _ => $"epoch {progress.Epoch} of {progress.Epochs}, {progress.TokensPerSecond:N0} tokens/s{left}",
        };
    }

    static string Duration(TimeSpan time) => time.TotalMinutes >= 60 ? $"{time.TotalHours:F1} h"
        : time.TotalSeconds >= 60 ? $"{(int)time.TotalMinutes} min {time.Seconds} s"
        : $"{Math.Ceiling(time.TotalSeconds):F0} s";

    string Bars(List<double> values) => Sparkline.Of([.. values], SparkWidth, logarithmic: false, unicode);

    string Bar()
    {
        int filled = (int)Math.Round(_share * SparkWidth);
        return unicode ? new string('━', filled) + new string('┈', SparkWidth - filled) : new string('=', filled) + new string('.', SparkWidth - filled);
    }
}
