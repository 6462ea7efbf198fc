namespace Unfold.Inspection;

/// <summary>How far back the answer depends on the text: how much a logit changes when all tokens older than a lag are taken away.</summary>
/// <remarks>
/// Lags count back from the last real token, which has lag 0; padding behind it stays. Measured at the lags 0, 1, 2, … 32 and then at every
/// further half octave up to the longest text, with missing numbers between; the mean is over all texts, those that have no older tokens with 0.
/// It is the first class's logit, or that of class 1 where the model has one logit only.
/// </remarks>
public sealed class OutputMemory : Lens
{
    LensContext? _context;

    /// <inheritdoc/>
    public override string Name => "memory";

    /// <inheritdoc/>
    public override LensCalls Calls => LensCalls.None;

    /// <inheritdoc/>
    public override bool Probes => true;

    /// <inheritdoc/>
    public override void Begin(LensContext context) => _context = context;

    /// <inheritdoc/>
    public override void OnProbe(ProbeRun probe)
    {
        IReadOnlyList<int[]> texts = probe.Probe.Sequences;
        int[] lengths = [.. texts.Select(text => probe.Probe.RealLength(text))];
        int lags = lengths.Max() - 1;
        if (lags < 1)
            return;
        double[] whole = FirstLogits(probe, texts);
        float[] change = new float[lags];
        Array.Fill(change, float.NaN);
        foreach (int lag in Grid(lags))
        {
            int[] longer = [.. Enumerable.Range(0, texts.Count).Where(i => lengths[i] - 1 > lag)];
            double[] without = FirstLogits(probe, [.. longer.Select(i => texts[i][(lengths[i] - 1 - lag)..])]);
            double sum = 0;
            for (int i = 0; i < longer.Length; i++)
                sum += Math.Abs(without[i] - whole[longer[i]]);
            change[lag] = (float)(sum / texts.Count);
        }
        _context!.Write("output", "change", change);
    }

    /// <summary>The lags below a bound that are measured.</summary>
    internal static IEnumerable<int> Grid(int bound)
    {
        for (int lag = 0; lag < bound; lag = lag < 32 ? lag + 1 : (int)Math.Round(lag * Math.Sqrt(2)))
            yield return lag;
    }

    static double[] FirstLogits(ProbeRun probe, IReadOnlyList<int[]> texts)
    {
        double[] first = new double[texts.Count];
        probe.Look(texts, view =>
        {
            double[] logits = view.Logits.ToDoubles();
            for (int i = 0; i < first.Length; i++)
                first[i] = logits[i * logits.Length / first.Length];
        });
        return first;
    }
}
