namespace Unfold.Nn;

/// <summary>The best path through a field.</summary>
static class CrfPath
{
    /// <summary>Viterbi's algorithm, a sentence at a time: best[t, j] = e_t[j] + max_i (best[t−1, i] + A[i, j]).</summary>
    public static int[] Best(SequenceLayout layout, double[] emissions, double[] start, double[] transitions, double[] end)
    {
        int tags = start.Length;
        var path = new int[layout.TotalSteps];
        var best = new double[tags];
        var next = new double[tags];
        var from = new int[layout.MaxLength * tags];
        for (int s = 0; s < layout.Count; s++)
        {
            int length = layout.Lengths[s];
            if (length == 0) continue;
            for (int j = 0; j < tags; j++) best[j] = start[j] + emissions[(layout.Row(s, 0) * tags) + j];
            for (int t = 1; t < length; t++)
            {
                int row = layout.Row(s, t) * tags;
                for (int j = 0; j < tags; j++)
                {
                    int arg = 0;
                    for (int i = 1; i < tags; i++)
                    {
                        if (best[i] + transitions[(i * tags) + j] > best[arg] + transitions[(arg * tags) + j]) arg = i;
                    }
                    from[(t * tags) + j] = arg;
                    next[j] = emissions[row + j] + best[arg] + transitions[(arg * tags) + j];
                }
                (best, next) = (next, best);
            }
            int tag = 0;
            for (int j = 1; j < tags; j++)
            {
                if (best[j] + end[j] > best[tag] + end[tag]) tag = j;
            }
            for (int t = length - 1; t >= 0; t--)
            {
                path[layout.Row(s, t)] = tag;
                tag = from[(t * tags) + tag];
            }
        }
        return path;
    }
}
