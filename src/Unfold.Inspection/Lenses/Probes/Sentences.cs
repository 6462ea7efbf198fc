using Unfold.Nn;
using Unfold.Serialization;

namespace Unfold.Inspection;

/// <summary>What recurrent layers do at each word of a few texts, epoch after epoch: how far the gates open, and which words the gradient goes to.</summary>
/// <remarks>
/// The texts are those that <see cref="Words"/> explains; they are chosen in the first epoch and stay. Gates of LSTM and GRU: mean over units, of the
/// candidates g and n, whose sign says nothing of their strength, of the absolute value; of the first text unit by unit as well. The credit of a word is
/// ‖∂L/∂h‖·‖x‖ at its step, as a share of the sum over the text, padding included: L the text's own loss, x what the layer reads there.
/// </remarks>
public sealed class Sentences : Lens
{
    readonly int _texts;
    readonly int _mostTokens;
    readonly int _mostUnits;
    int[] _chosen = [];
    LensContext? _context;

    /// <summary>A lens on all recurrent layers.</summary>
    /// <param name="texts">How many texts.</param>
    /// <param name="mostTokens">Longer texts are left out while there are others.</param>
    /// <param name="mostUnits">How many units of a layer are written for the first text, evenly chosen.</param>
    public Sentences(int texts = 6, int mostTokens = 256, int mostUnits = 64)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(texts);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(mostTokens);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(mostUnits);
        (_texts, _mostTokens, _mostUnits) = (texts, mostTokens, mostUnits);
    }

    /// <inheritdoc/>
    public override string Name => "sentences";

    /// <inheritdoc/>
    public override LensCalls Calls => LensCalls.None;

    /// <inheritdoc/>
    public override bool Probes => true;

    /// <inheritdoc/>
    public override void Begin(LensContext context) => (_context, _chosen) = (context, []);

    /// <inheritdoc/>
    public override void OnProbe(ProbeRun probe)
    {
        ArgumentNullException.ThrowIfNull(probe);
        if (_chosen.Length == 0)
        {
            _chosen = TextChoice.Of(probe, _texts, _mostTokens);
            if (_chosen.Length == 0)
                return;
            _context!.Write("probe", "texts", SentenceText.ToJson([.. _chosen.Select(example => SentenceText.Of(probe.Probe, example))]));
        }
        probe.Look([.. _chosen.Select(example => probe.Probe.Sequences[example])], view =>
        {
            foreach (RecurrentPass pass in view.Passes.Where(pass => StructureMeasure.Same(pass.Layout, view.Batch.Layout))) // elsewhere a step is no word
                WriteGates(pass);
        });
        probe.Differentiate(_chosen, view =>
        {
            foreach (RecurrentPass pass in view.Passes.Where(pass => StructureMeasure.Same(pass.Layout, view.Batch.Layout)))
                WriteCredit(pass);
        });
    }

    void WriteGates(RecurrentPass pass)
    {
        IReadOnlyList<string> gates = GateStatistics.GatesOf(pass.Module);
        int units = pass.Units, shown = Math.Min(units, _mostUnits);
        double[] row = new double[gates.Count * units];
        for (int text = 0; text < _chosen.Length && gates.Count > 0; text++)
        {
            int tokens = pass.Layout.Lengths[text];
            float[] means = new float[gates.Count * tokens];
            float[][] single = [.. gates.Select(_ => new float[text == 0 ? shown * tokens : 0])];
            for (int t = 0; t < tokens; t++)
            {
                PassRows.Read(pass.Gates, pass.Layout.Row(text, t) * row.Length, row);
                for (int gate = 0; gate < gates.Count; gate++)
                {
                    ReadOnlySpan<double> values = row.AsSpan(gate * units, units);
                    means[(gate * tokens) + t] = (float)Mean(values, size: gates[gate] is "g" or "n");
                    for (int k = 0; k < shown && text == 0; k++)
                        single[gate][(k * tokens) + t] = (float)values[(int)((long)k * units / shown)];
                }
            }
            _context!.Write(pass.Name, $"gates{text}", means, rows: gates.Count);
            for (int gate = 0; gate < gates.Count && text == 0; gate++)
                _context!.Write(pass.Name, $"units[{gates[gate]}]", single[gate], rows: shown);
        }
    }

    void WriteCredit(RecurrentPass pass)
    {
        double[] input = new double[pass.Input.Shape[1]];
        ReadOnlySpan<double> squares = pass.StateGradientSquares;
        for (int text = 0; text < _chosen.Length && squares.Length > 0; text++)
        {
            double[] credit = new double[pass.Layout.Lengths[text]];
            for (int t = 0; t < credit.Length; t++)
            {
                int row = pass.Layout.Row(text, t);
                PassRows.Read(pass.Input, row * input.Length, input);
                credit[t] = Math.Sqrt(squares[row]) * Math.Sqrt(Sums.Squares<double>(input));
            }
            double sum = credit.Sum();
            _context!.Write(pass.Name, $"credit{text}", [.. credit.Select(value => sum > 0 && double.IsFinite(sum) ? (float)(value / sum) : float.NaN)]);
        }
    }

    static double Mean(ReadOnlySpan<double> values, bool size)
    {
        double sum = 0;
        foreach (double value in values)
            sum += size ? Math.Abs(value) : value;
        return sum / values.Length;
    }

    /// <inheritdoc/>
    public override void Keep(KeptState state) => _chosen = state.Array("chosen", _chosen);
}
