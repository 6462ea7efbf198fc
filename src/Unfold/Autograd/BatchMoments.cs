namespace Unfold;

/// <summary>Mean and variance of every column over the rows of a batch; the variance divides by the number of rows.</summary>
sealed class BatchMoments(int columns)
{
    public double[] Mean { get; } = new double[columns];

    public double[] Variance { get; } = new double[columns];
}
