using System.Diagnostics;
using Unfold.Inspection;
using Unfold.Serialization;

namespace Unfold.Training;

/// <summary>What an epoch of training has come to so far.</summary>
sealed class EpochTally
{
    readonly long _began = Stopwatch.GetTimestamp();
    double _before; // seconds of the epoch before the run was stopped

    public int Batches { get; set; }

    public int Steps { get; set; }

    public int Clipped { get; set; }

    public int Examples { get; set; }

    public int Right { get; set; }

    public long Tokens { get; set; }

    public double LossSum { get; set; }

    public double Rate { get; set; }

    double Seconds => _before + Stopwatch.GetElapsedTime(_began).TotalSeconds;

    /// <summary>Keeps it, or goes on from it.</summary>
    public void Keep(KeptState state)
    {
        (Batches, Steps, Clipped) = (state.Number("batches", Batches), state.Number("steps", Steps), state.Number("clipped", Clipped));
        (Examples, Right, Tokens) = (state.Number("examples", Examples), state.Number("right", Right), state.Number("tokens", Tokens));
        (LossSum, Rate) = (state.Number("loss", LossSum), state.Number("rate", Rate));
        double seconds = state.Number("seconds", Seconds);
        if (state.Restores) _before = seconds;
    }

    /// <summary>What the epoch came to.</summary>
    /// <param name="clips">Whether the share of clipped steps is told where it is none, too.</param>
    public EpochResult Result(bool clips)
    {
        var metrics = new MetricValues { [MetricNames.Loss] = LossSum / Examples, [MetricNames.Accuracy] = (double)Right / Examples };
        double seconds = Seconds;
        return new EpochResult(metrics, seconds, Tokens / seconds, Steps, Rate, clips || Clipped > 0 ? (double)Clipped / Steps : null);
    }
}
