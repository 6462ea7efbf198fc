using Unfold.Serialization;

namespace Unfold.Inspection;

/// <summary>Mean cosines of pairs of gradients by the steps between them.</summary>
sealed class LagMeans
{
    readonly double[] _sums = new double[GradientAutocorrelation.Lags];
    readonly int[] _pairs = new int[GradientAutocorrelation.Lags];

    public bool Any => _pairs.AsSpan().ContainsAnyExcept(0);

    /// <summary>A pair; one with a gradient that is zero or not finite is none.</summary>
    public void Add(int lag, double dot, double squares, double otherSquares)
    {
        double scale = Math.Sqrt(squares) * Math.Sqrt(otherSquares);
        if (!(scale > 0) || !double.IsFinite(scale) || !double.IsFinite(dot))
            return;
        _sums[lag - 1] += Math.Clamp(dot / scale, -1, 1);
        _pairs[lag - 1]++;
    }

    public void Write(LensContext context, string series)
    {
        context.Write(series, "cosine", [.. _sums.Select((sum, i) => _pairs[i] == 0 ? float.NaN : (float)(sum / _pairs[i]))], start: 1);
        context.Write(series, "pairs", [.. _pairs.Select(pairs => (float)pairs)], start: 1);
    }

    public void Clear()
    {
        Array.Clear(_sums);
        Array.Clear(_pairs);
    }

    /// <summary>Keeps it, or goes on from it.</summary>
    public void Keep(KeptState state)
    {
        state.Fill<double>("sums", _sums);
        state.Fill<int>("pairs", _pairs);
    }
}
