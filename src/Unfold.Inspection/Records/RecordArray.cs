namespace Unfold.Inspection;

/// <summary>A vector or a matrix of a record: a profile over time steps, a histogram, the numbers of every unit.</summary>
/// <param name="Key">Its name.</param>
/// <param name="Step">The optimizer step it was taken at.</param>
/// <param name="Epoch">The epoch it belongs to; the first is 0.</param>
/// <param name="Rows">Rows of a matrix; 1 for a vector.</param>
/// <param name="Columns">Elements of a row.</param>
/// <param name="Start">Where the axis of the columns begins: the first lag, the lower edge of the first bin.</param>
/// <param name="Spacing">From one column to the next on that axis.</param>
/// <param name="Values">[Rows, Columns], row-major; NaN where nothing was measured.</param>
public sealed record RecordArray(SeriesKey Key, long Step, int Epoch, int Rows, int Columns, double Start, double Spacing, IReadOnlyList<float> Values)
{
    /// <summary>One number; NaN beyond the array's rows and columns, where nothing was measured either.</summary>
    public float this[int row, int column] => (uint)row < (uint)Rows && (uint)column < (uint)Columns ? Values[(row * Columns) + column] : float.NaN;

    /// <summary>The position of a column on the axis.</summary>
    public double At(int column) => Start + (column * Spacing);
}
