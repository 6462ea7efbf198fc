using Unfold.Serialization;

namespace Unfold.Inspection;

/// <summary>How often gradients are clipped, and by how much.</summary>
/// <remarks>
/// A step is clipped where clipping made the norm of all gradients smaller. Steps whose norm is not finite are skipped by the optimizer and
/// count neither way. Where nothing was clipped there is no shrinking to speak of.
/// </remarks>
public sealed class Clipping : Lens
{
    Series? _rate;
    Series? _shrink;
    long _steps;
    long _clipped;
    double _shrunk;

    /// <inheritdoc/>
    public override string Name => "clipping";

    /// <inheritdoc/>
    public override LensCalls Calls => LensCalls.Step;

    /// <inheritdoc/>
    public override void Begin(LensContext context)
    {
        (_rate, _shrink) = (context.Open(RecordTable.Epoch, "all", "rate"), context.Open(RecordTable.Epoch, "all", "shrink"));
        OnEpochSkipped();
    }

    /// <inheritdoc/>
    public override void OnStep(in StepObservation step)
    {
        if (!double.IsFinite(step.Norm))
            return;
        _steps++;
        if (!(step.ClippedNorm < step.Norm))
            return;
        _clipped++;
        _shrunk += step.Norm / step.ClippedNorm;
    }

    /// <inheritdoc/>
    public override void OnEpochEnd(int epoch)
    {
        if (_steps > 0)
            _rate!.Push((double)_clipped / _steps);
        if (_clipped > 0)
            _shrink!.Push(_shrunk / _clipped);
        OnEpochSkipped();
    }

    /// <inheritdoc/>
    public override void OnEpochSkipped() => (_steps, _clipped, _shrunk) = (0, 0, 0);

    /// <inheritdoc/>
    public override void Keep(KeptState state) => (_steps, _clipped, _shrunk) = (state.Number("steps", _steps), state.Number("clipped", _clipped), state.Number("shrunk", _shrunk));
}
