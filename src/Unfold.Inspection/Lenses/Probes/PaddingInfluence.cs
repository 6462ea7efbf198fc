using Unfold.Nn;

namespace Unfold.Inspection;

/// <summary>What padding that is read as words does to the state that is read in the end.</summary>
/// <remarks>
/// h_T is a layer's state after the whole sequence, h_len the same without the padding behind the last word (of a direction that reads
/// towards the front: after its first token, the padding read before the words or not at all). drift: the median over padded texts of ‖h_T − h_len‖ / ‖h_len‖.
/// variance: how much of the variance between texts is left, Σ var h_T / Σ var h_len. changed: the share of texts
/// one of whose probabilities moves by more than 0.05 with five pads more. Where no text has padding the share is 0, and these are missing.
/// Source: M. Dwarampudi, N. V. Subba Reddy, "Effects of padding on LSTMs and CNNs", 2019.
/// </remarks>
public sealed class PaddingInfluence : Lens
{
    internal const int MorePads = 5;
    const double Noticeable = 0.05;
    LensContext? _context;
    Series? _share;
    Series? _behind;

    /// <inheritdoc/>
    public override string Name => "padding";

    /// <inheritdoc/>
    public override LensCalls Calls => LensCalls.None;

    /// <inheritdoc/>
    public override bool Probes => true;

    /// <inheritdoc/>
    public override void Begin(LensContext context)
    {
        _context = context;
        (_share, _behind) = (context.Open(RecordTable.Epoch, "texts", "share"), context.Open(RecordTable.Epoch, "texts", "behind"));
    }

    /// <inheritdoc/>
    public override void OnProbe(ProbeRun probe)
    {
        IReadOnlyList<int[]> texts = probe.Probe.Sequences;
        int[] whole = [.. texts.Select(text => text.Length)], real = [.. texts.Select(text => probe.Probe.RealLength(text))];
        double[] behind = [.. whole.Zip(real, (all, words) => (double)(all - words))];
        float[] counts = new float[(int)behind.Max() + 1];
        foreach (double pads in behind)
            counts[(int)pads]++;
        _share!.Push(behind.Sum() / Math.Max(1, whole.Sum()));
        _behind!.Push(Distribution.Of(behind).P50);
        _context!.Write("texts", "counts", counts);
        if (probe.Probe.Padding is not { } pad || counts.Length == 1 || real.Sum() == 0)
            return;

        double changed = Changed(probe.Questions, texts, pad).Share;
        Dictionary<string, double[]> atLength = [];
        probe.Look([.. texts.Select((text, i) => text[..real[i]])], view =>
        {
            foreach (RecurrentPass pass in OverWords(view))
                atLength[pass.Name] = PassRows.Last(pass, real);
        });
        probe.Look(texts, view =>
        {
            foreach (RecurrentPass pass in OverWords(view))
                OfPass(pass, atLength[pass.Name], PassRows.Last(pass, whole), behind, probe.Probe.Labels, changed);
        });
    }

    /// <summary>Behind a convolution or pooling a step is no word, and a pad has no step of its own.</summary>
    static IEnumerable<RecurrentPass> OverWords(ProbeView view) => view.Passes.Where(pass => StructureMeasure.Same(pass.Layout, view.Batch.Layout));

    void OfPass(RecurrentPass pass, double[] atLength, double[] atEnd, double[] behind, IReadOnlyList<int> labels, double changed)
    {
        int units = pass.Units, count = labels.Count;
        List<double> drifts = [];
        double[] way = new double[units];
        for (int i = 0; i < count; i++)
        {
            ReadOnlySpan<double> words = atLength.AsSpan(i * units, units);
            double norm = Math.Sqrt(RowMath.Dot(words, words));
            if (behind[i] == 0 || norm == 0)
                continue;
            atEnd.AsSpan(i * units, units).CopyTo(way);
            RowMath.AddScaled(-1, words, way);
            drifts.Add(Math.Sqrt(RowMath.Dot(way, way)) / norm);
        }
        PrincipalAxes words2 = new(atLength, count, units), end2 = new(atEnd, count, units);
        if (drifts.Count > 0)
            Push(pass, "drift", Distribution.Of([.. drifts]).P50);
        if (words2.Variances[0] > 0)
            Push(pass, "variance", end2.Variances.Sum() / words2.Variances.Sum());
        Push(pass, "changed", changed);
        _context!.Write(pass.Name, "atLength", Scatter(words2, atLength, units, labels), rows: 3);
        _context.Write(pass.Name, "atEnd", Scatter(end2, atEnd, units, labels), rows: 3);
    }

    /// <summary>The share of texts whose answer five pads more change, and the largest change.</summary>
    internal static (double Share, double Largest) Changed(ModelQuestions model, IReadOnlyList<int[]> texts, int pad)
    {
        double[] before = [], after = [];
        model.Look(texts, view => before = view.Probabilities());
        int[] pads = Enumerable.Repeat(pad, MorePads).ToArray();
        model.Look([.. texts.Select(text => (int[])[.. text, .. pads])], view => after = view.Probabilities());
        int width = before.Length / texts.Count, changed = 0;
        double largest = 0;
        for (int i = 0; i < texts.Count; i++)
        {
            double most = 0;
            for (int c = i * width; c < (i + 1) * width; c++)
                most = Math.Max(most, Math.Abs(after[c] - before[c]));
            changed += most > Noticeable ? 1 : 0;
            largest = Math.Max(largest, most);
        }
        return ((double)changed / texts.Count, largest);
    }

    static float[] Scatter(PrincipalAxes axes, ReadOnlySpan<double> states, int units, IReadOnlyList<int> labels)
    {
        float[] rows = new float[3 * labels.Count];
        for (int i = 0; i < labels.Count; i++)
        {
            ReadOnlySpan<double> state = states.Slice(i * units, units);
            (rows[i], rows[labels.Count + i], rows[(2 * labels.Count) + i]) = ((float)axes.On(0, state), (float)axes.On(1, state), labels[i]);
        }
        return rows;
    }

    void Push(RecurrentPass pass, string statistic, double value) => _context!.Open(RecordTable.Epoch, pass.Name, statistic).Push(value);
}
