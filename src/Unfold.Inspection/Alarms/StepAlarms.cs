using System.Globalization;
using Unfold.Serialization;

namespace Unfold.Inspection;

/// <summary>Judges each step as it is made, so that a loop can act before the optimizer does: numbers that are not finite, spikes of the loss and of the gradient.</summary>
/// <remarks>
/// A number that is not finite is D01. The norm of all gradients is D08 beyond <c>D08.spike</c> times the median of the last hundred, critical beyond
/// <c>D08.critical</c> times or <c>D08.absolute</c>. A loss is D18 where it is beyond <c>D18.loss</c> times its running mean and more than
/// <c>D18.deviations</c> standard deviations above it. What is compared with a running number needs <c>window</c> steps before it. Every number
/// counts for those after it, a spike too, so that a new level is a spike once and then usual.
/// </remarks>
/// <param name="thresholds">What is compared with. <value>Default: <see cref="Thresholds.Default"/>.</value></param>
public sealed class StepAlarms(Thresholds? thresholds = null)
{
    readonly Thresholds _limits = thresholds ?? Thresholds.Default;
    readonly RunningMedian _norms = new();
    readonly RunningMoments _losses = new();
    long _counted;

    /// <summary>The running median of the norms of all gradients; NaN before the first.</summary>
    public double UsualNorm => _norms.Value;

    /// <summary>Judges the mean loss of a batch.</summary>
    /// <returns>What stands out; nothing where nothing does.</returns>
    public StepAlarm? OnLoss(double loss)
    {
        if (!double.IsFinite(loss)) return NonFinite($"the loss is {loss.ToString(CultureInfo.InvariantCulture)}", "loss", loss);
        (double times, double deviations) = (_limits["D18.loss"], _limits["D18.deviations"]);
        (double mean, double above) = (_losses.Mean, _losses.Deviations(loss));
        bool spike = _counted >= _limits["window"] && loss > times * mean && above > deviations;
        _losses.Add(loss);
        _counted++;
        if (!spike) return null;
        return new(
            "D18", FindingSeverity.Warning,
            $"the loss {RuleText.Number(loss)} is {RuleText.Number(loss / mean)} times its running mean {RuleText.Number(mean)} (threshold: {RuleText.Number(times)}) and {RuleText.Number(above)} deviations above it (threshold: {RuleText.Number(deviations)})",
            [new("loss over its running mean", loss / mean, times, "D18.loss"), new("deviations above it", above, deviations, "D18.deviations")]);
    }

    /// <summary>Judges the norm of all gradients of a step, before any clipping.</summary>
    /// <returns>What stands out; nothing where nothing does.</returns>
    public StepAlarm? OnGradient(double norm)
    {
        if (!double.IsFinite(norm)) return NonFinite($"the norm of the gradients is {norm.ToString(CultureInfo.InvariantCulture)}", "gradient norm", norm);
        (double spike, double critical, double absolute) = (_limits["D08.spike"], _limits["D08.critical"], _limits["D08.absolute"]);
        bool spikes = norm <= absolute && _norms.Count >= _limits["window"] && _norms.IsExceeded(norm, spike);
        double usual = spikes ? _norms.Value : double.NaN, ratio = norm / usual;
        _norms.Add(norm);
        if (norm > absolute)
            return new("D08", FindingSeverity.Critical, $"the gradient norm is {RuleText.Number(norm)} (threshold: {RuleText.Number(absolute)})", [new("gradient norm", norm, absolute, "D08.absolute")]);
        if (!spikes) return null;
        (double limit, string name, FindingSeverity severity) = ratio > critical ? (critical, "D08.critical", FindingSeverity.Critical) : (spike, "D08.spike", FindingSeverity.Warning);
        return new(
            "D08", severity,
            $"the gradient norm {RuleText.Number(norm)} is {RuleText.Number(ratio)} times its running median {RuleText.Number(usual)} (threshold: {RuleText.Number(limit)})",
            [new("gradient norm over its running median", ratio, limit, name)]);
    }

    static StepAlarm NonFinite(string message, string name, double value) =>
        new("D01", FindingSeverity.Critical, message, [new(name, value, null, "D01.count")]);

    /// <summary>Keeps the running numbers, or goes on from them.</summary>
    public void Keep(KeptState state)
    {
        ArgumentNullException.ThrowIfNull(state);
        _norms.Keep(state.Part("norms"));
        _losses.Keep(state.Part("losses"));
        _counted = state.Number("counted", _counted);
    }
}
