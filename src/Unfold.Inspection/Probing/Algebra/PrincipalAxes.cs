namespace Unfold.Inspection;

/// <summary>Where points lie: their mean, and the axes along which they vary most.</summary>
sealed class PrincipalAxes
{
    readonly double[] _mean;
    readonly double[] _axes;

    /// <summary>The axes of points [count, dimensions].</summary>
    public PrincipalAxes(ReadOnlySpan<double> points, int count, int dimensions)
    {
        _mean = new double[dimensions];
        for (int i = 0; i < count; i++)
            RowMath.AddScaled(1.0 / count, points.Slice(i * dimensions, dimensions), _mean);
        _axes = Gram(points, count, dimensions, _mean);
        Variances = new double[dimensions];
        SingularValues.Orthogonalize(_axes, dimensions, dimensions, Variances); // of a symmetric matrix: the right singular vectors are its axes
        for (int axis = 0; axis < dimensions; axis++)
        {
            Span<double> row = _axes.AsSpan(axis * dimensions, dimensions);
            if (Variances[axis] > 0)
                RowMath.Scale((Leading(row) < 0 ? -1 : 1) / Variances[axis], row);
            Variances[axis] /= count;
        }
    }

    /// <summary>The variance along each axis, largest first.</summary>
    public double[] Variances { get; }

    /// <summary>The share of the variance along the first two axes; NaN where nothing varies.</summary>
    public double ShareOfTwo => (Variances[0] + (Variances.Length > 1 ? Variances[1] : 0)) / Variances.Sum();

    /// <summary>A point's coordinate on an axis.</summary>
    public double On(int axis, ReadOnlySpan<double> point)
    {
        if (axis >= _mean.Length)
            return 0;
        ReadOnlySpan<double> direction = _axes.AsSpan(axis * _mean.Length, _mean.Length);
        return RowMath.Dot(point, direction) - RowMath.Dot(_mean, direction);
    }

    /// <summary>Σ (x − mean)(x − mean)ᵀ over points [count, dimensions].</summary>
    public static double[] Gram(ReadOnlySpan<double> points, int count, int dimensions, ReadOnlySpan<double> mean)
    {
        double[] gram = new double[dimensions * dimensions], centred = new double[dimensions];
        for (int i = 0; i < count; i++)
        {
            points.Slice(i * dimensions, dimensions).CopyTo(centred);
            RowMath.AddScaled(-1, mean, centred);
            for (int j = 0; j < dimensions; j++)
                RowMath.AddScaled(centred[j], centred, gram.AsSpan(j * dimensions, dimensions));
        }
        return gram;
    }

    /// <summary>The element of largest size: it is made positive, so that an axis does not flip from epoch to epoch by chance.</summary>
    static double Leading(ReadOnlySpan<double> axis)
    {
        double leading = 0;
        foreach (double value in axis)
            leading = Math.Abs(value) > Math.Abs(leading) ? value : leading;
        return leading;
    }
}
