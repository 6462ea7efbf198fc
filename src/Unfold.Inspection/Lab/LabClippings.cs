using Unfold.Lab;

namespace Unfold.Inspection;

/// <summary>Clips a sentence's gradient both ways: once as an example, and over a range of what is left of its norm.</summary>
static class LabClippings
{
    const int MostRanks = 120, Shares = 41;
    const double Least = 0.01;

    public static LabClipping? Of(PlainRnn model, int[] ids, int[] tags, LabSettings settings)
    {
        double[] gradient = Elements(model, ids, tags);
        double norm = Unfolding.Norm(gradient);
        if (norm == 0) return null;
        var byNorm = ClippedGradient.ByNorm(gradient, settings.ClipNorm ?? norm / 2);
        var byValue = ClippedGradient.ByValue(gradient, settings.ClipValue ?? ClippedGradient.ThresholdFor(gradient, byNorm.After));
        int[] order = [.. Enumerable.Range(0, gradient.Length).OrderByDescending(i => Math.Abs(gradient[i]))];
        int[] ranks = [.. Enumerable.Range(0, MostRanks).Select(k => (int)Math.Round(Math.Pow(gradient.Length, k / (MostRanks - 1.0)))).Distinct()];
        double[] left = [.. Enumerable.Range(0, Shares).Select(k => Math.Pow(Least, k / (Shares - 1.0)))];
        ClippedGradient[] scaled = [.. left.Select(share => ClippedGradient.ByNorm(gradient, share * norm))], cut = [.. left.Select(share => ClippedGradient.ByValue(gradient, ClippedGradient.ThresholdFor(gradient, share * norm)))];
        return new LabClipping(
            gradient.Length, norm, Math.Abs(gradient[order[0]]), byNorm.Threshold, byValue.Threshold, Example(byNorm), Example(byValue),
            left, [.. scaled.Select(one => one.Cosine)], [.. cut.Select(one => one.Cosine)], [.. cut.Select(one => one.Changed)], ranks, Magnitudes(gradient));

        LabClipped Example(ClippedGradient clipped) => new(clipped.After, clipped.Cosine, clipped.Changed, Magnitudes(clipped.Values));

        double[] Magnitudes(double[] values) => [.. ranks.Select(rank => Math.Abs(values[order[rank - 1]]))];
    }

    /// <summary>The gradient as one vector; of W_e the rows of the words that occur, each once, since all others are zero.</summary>
    static double[] Elements(PlainRnn model, int[] ids, int[] tags)
    {
        PlainRnnGradients gradients = model.Backward(ids, tags);
        return
        [
            .. ids.Distinct().Order().SelectMany(id => Enumerable.Range(0, gradients.We.GetLength(1)).Select(j => gradients.We[id, j])),
            .. LabRows.Flat(gradients.Wx), .. LabRows.Flat(gradients.Wh), .. LabRows.Flat(gradients.Wy),
        ];
    }
}
