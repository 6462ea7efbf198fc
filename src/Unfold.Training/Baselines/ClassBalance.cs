namespace Unfold.Training;

/// <summary>How much each class counts.</summary>
static class ClassBalance
{
    /// <summary>1 for every class, or examples / (classes · examples of the class); a class without examples counts 1.</summary>
    /// <remarks>Source: scikit-learn <c>class_weight='balanced'</c>.</remarks>
    public static double[] Weights(ClassWeighting weighting, ReadOnlySpan<int> targets, int classes)
    {
        var weights = new double[classes];
        if (weighting == ClassWeighting.None)
        {
            Array.Fill(weights, 1);
            return weights;
        }
        long[] counts = Counts(targets, classes);
        for (int c = 0; c < classes; c++) weights[c] = counts[c] == 0 ? 1 : targets.Length / ((double)classes * counts[c]);
        return weights;
    }

    /// <summary>Examples of each class.</summary>
    public static long[] Counts(ReadOnlySpan<int> targets, int classes)
    {
        var counts = new long[classes];
        foreach (int target in targets) counts[target]++;
        return counts;
    }
}
