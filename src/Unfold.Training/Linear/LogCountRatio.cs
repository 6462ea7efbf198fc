namespace Unfold.Training;

/// <summary>How much more of a feature one class has than the others.</summary>
static class LogCountRatio
{
    /// <summary>The ratios <c>[features, logits]</c>: ln of the feature's share in the class's counts over its share in all others' counts.</summary>
    /// <remarks>
    /// r = ln((1 + n_fc) / Σ_f (1 + n_fc)) − ln((1 + n_fo) / Σ_f (1 + n_fo)), where n_fc sums the feature's values over the class's rows and n_fo over the
    /// others. Two classes have one ratio, that of the second. Source: S. Wang, C. Manning, "Baselines and Bigrams", ACL 2012, section 2.1, with α = 1.
    /// </remarks>
    public static float[] Of(SparseMatrix rows, ReadOnlySpan<int> targets, int classes, CancellationToken cancellation = default)
    {
        int width = classes == 2 ? 1 : classes;
        var sums = new double[rows.Columns * classes];
        for (int row = 0; row < rows.Rows; row++)
        {
            if ((row & 0xFF) == 0) cancellation.ThrowIfCancellationRequested();
            ReadOnlySpan<int> columns = rows.ColumnsOf(row);
            ReadOnlySpan<float> values = rows.ValuesOf(row);
            for (int i = 0; i < columns.Length; i++) sums[(columns[i] * classes) + targets[row]] += values[i];
        }
        var totals = new double[classes];
        for (int i = 0; i < sums.Length; i++) totals[i % classes] += sums[i];
        double all = totals.Sum();
        var ratios = new float[rows.Columns * width];
        for (int feature = 0; feature < rows.Columns; feature++)
        {
            ReadOnlySpan<double> own = sums.AsSpan(feature * classes, classes);
            double any = 0;
            foreach (double sum in own) any += sum;
            for (int k = 0; k < width; k++)
            {
                int c = width == 1 ? 1 : k;
                double share = (1 + own[c]) / (rows.Columns + totals[c]), others = (1 + any - own[c]) / (rows.Columns + all - totals[c]);
                ratios[(feature * width) + k] = (float)Math.Log(share / others);
            }
        }
        return ratios;
    }
}
