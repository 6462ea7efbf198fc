using Unfold.Nn;

namespace Unfold.Inspection;

/// <summary>How many dimensions a layer's states fill, and the ways they take in the first two.</summary>
/// <remarks>
/// effective = exp(−Σ p ln p) with p = σ / Σσ of the singular values σ of the states at real tokens, from 1 to H: of the states as they are, their mean
/// left in, so that a layer stuck in one state has 1. top2: the share of the variance about the mean in the first two principal components.
/// The trajectory shows the first examples on these two, padding included.
/// Source: O. Roy, M. Vetterli, "The effective rank", 2007; N. Maheswaranathan et al., "Reverse engineering recurrent networks for
/// sentiment classification", 2019.
/// </remarks>
public sealed class StateRank : Lens
{
    readonly int _trajectories;
    LensContext? _context;

    /// <summary>A lens on every recurrent layer and direction.</summary>
    /// <param name="trajectories">Examples whose way is kept: the first ones of the probe.</param>
    public StateRank(int trajectories = 8)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(trajectories);
        _trajectories = trajectories;
    }

    /// <inheritdoc/>
    public override string Name => "rank";

    /// <inheritdoc/>
    public override LensCalls Calls => LensCalls.None;

    /// <inheritdoc/>
    public override bool Probes => true;

    /// <inheritdoc/>
    public override void Begin(LensContext context) => _context = context;

    /// <inheritdoc/>
    public override void OnProbe(ProbeRun probe)
    {
        int[] lengths = [.. probe.Probe.Sequences.Select(text => probe.Probe.RealLength(text))];
        int real = lengths.Sum();
        if (real == 0)
            return;
        probe.Look(probe.Probe.Sequences, view =>
        {
            foreach (RecurrentPass pass in view.Passes)
            {
                if (PassRows.Lengths(pass, view.Batch.Layout, lengths) is { } steps)
                    OfPass(pass, steps, steps.Sum());
            }
        });
    }

    void OfPass(RecurrentPass pass, int[] lengths, int real)
    {
        int units = pass.Units, at = 0;
        double[] states = new double[real * units];
        for (int example = 0; example < lengths.Length; example++)
        {
            for (int step = 0; step < lengths[example]; step++)
                PassRows.State(pass, pass.Layout.Row(example, step), states.AsSpan(units * at++, units));
        }
        PrincipalAxes axes = new(states, real, units);
        _context!.Open(RecordTable.Epoch, pass.Name, "effective").Push(EffectiveRank(states, real, units));
        if (axes.Variances[0] > 0)
            _context.Open(RecordTable.Epoch, pass.Name, "top2").Push(axes.ShareOfTwo);
        WriteTrajectories(pass, lengths, axes);
    }

    static double EffectiveRank(ReadOnlySpan<double> states, int count, int units)
    {
        double[] gram = PrincipalAxes.Gram(states, count, units, mean: new double[units]), values = new double[units];
        SingularValues.Orthogonalize(gram, units, units, values); // squares of the singular values of the states
        double sum = 0, entropy = 0;
        foreach (double square in values)
            sum += Math.Sqrt(square);
        foreach (double square in values)
        {
            double share = Math.Sqrt(square) / sum;
            entropy -= share > 0 ? share * Math.Log(share) : 0;
        }
        return sum > 0 ? Math.Exp(entropy) : 0;
    }

    void WriteTrajectories(RecurrentPass pass, int[] lengths, PrincipalAxes axes)
    {
        int examples = Math.Min(_trajectories, lengths.Length), points = 0, at = 0;
        for (int example = 0; example < examples; example++)
            points += pass.Layout.Lengths[example];
        if (points == 0)
            return;
        float[] rows = new float[5 * points];
        double[] state = new double[pass.Units];
        for (int example = 0; example < examples; example++)
        {
            for (int step = 0; step < pass.Layout.Lengths[example]; step++, at++)
            {
                PassRows.State(pass, pass.Layout.Row(example, step), state);
                (rows[at], rows[points + at]) = (example, step);
                (rows[(2 * points) + at], rows[(3 * points) + at]) = ((float)axes.On(0, state), (float)axes.On(1, state));
                rows[(4 * points) + at] = step < lengths[example] ? 0 : 1;
            }
        }
        _context!.Write(pass.Name, "trajectory", rows, rows: 5);
    }
}
