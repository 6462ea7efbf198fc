namespace Unfold.Inspection;

/// <summary>Picks some texts of a probe that are worth a closer look, in this order: the worst answered, the best, the longest, the least decided, the shortest, the one of middling loss, further bad ones.</summary>
static class TextChoice
{
    /// <summary>At most <paramref name="texts"/> different examples; those longer than <paramref name="mostTokens"/> only where there are no others.</summary>
    public static int[] Of(ProbeRun probe, int texts, int mostTokens)
    {
        Probe all = probe.Probe;
        double[] losses = new double[all.Sequences.Count], certainty = new double[losses.Length];
        probe.Look(all.Sequences, view =>
        {
            double[] probabilities = view.Probabilities();
            int width = probabilities.Length / losses.Length;
            for (int i = 0; i < losses.Length; i++)
            {
                Span<double> own = probabilities.AsSpan(i * width, width);
                double right = width > 1 ? own[all.Labels[i]] : all.Labels[i] == 1 ? own[0] : 1 - own[0];
                losses[i] = -Math.Log(right);
                certainty[i] = width > 1 ? own.ToArray().Max() : Math.Max(own[0], 1 - own[0]);
            }
        });
        List<int> left = [.. Enumerable.Range(0, losses.Length).Where(i => all.RealLength(all.Sequences[i]) > 0)];
        if (left.Exists(i => all.Sequences[i].Length <= mostTokens))
            left.RemoveAll(i => all.Sequences[i].Length > mostTokens);
        double middle = left.Count == 0 ? 0 : Distribution.Of([.. left.Select(i => losses[i])]).P50;
        Func<int, double>[] least =
        [
            i => -losses[i], i => losses[i], i => -all.RealLength(all.Sequences[i]), i => certainty[i],
            i => all.RealLength(all.Sequences[i]), i => Math.Abs(losses[i] - middle),
        ];
        List<int> chosen = [];
        while (chosen.Count < texts && left.Count > 0)
        {
            int next = left.MinBy(chosen.Count < least.Length ? least[chosen.Count] : least[0]);
            chosen.Add(next);
            left.Remove(next);
        }
        return [.. chosen];
    }
}
