namespace Unfold.Inspection;

/// <summary>Geometric means over examples of the leading singular values and the smallest, lag by lag.</summary>
sealed class GainCurve(int values, int lags)
{
    readonly double[] _logs = new double[values * lags];
    readonly int[] _counts = new int[lags];

    /// <summary>Rows: the leading values, and the smallest last.</summary>
    public int Values => values;

    /// <summary>An example's singular values at a lag, largest first.</summary>
    public void Add(int lag, ReadOnlySpan<double> singular)
    {
        for (int i = 0; i < values; i++)
            _logs[(i * lags) + lag - 1] += Math.Log(i == values - 1 ? singular[^1] : singular[i]);
        _counts[lag - 1]++;
    }

    /// <summary>[values, lags]; NaN where no example reaches back so far.</summary>
    public float[] Means()
    {
        float[] means = new float[values * lags];
        for (int i = 0; i < means.Length; i++)
            means[i] = (float)Mean(i / lags, i % lags);
        return means;
    }

    /// <summary>The smallest lag at which the norm is below a bound; ∞ where there is none.</summary>
    public double FirstBelow(double bound)
    {
        for (int lag = 1; lag <= lags; lag++)
        {
            if (Mean(0, lag - 1) < bound)
                return lag;
        }
        return double.PositiveInfinity;
    }

    double Mean(int value, int column) => _counts[column] == 0 ? double.NaN : Math.Exp(_logs[(value * lags) + column] / _counts[column]);
}
