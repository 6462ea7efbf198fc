namespace Unfold.Inspection;

/// <summary>Singular values by one-sided Jacobi rotations: rows are turned against each other until all are at right angles.</summary>
/// <remarks>
/// Small singular values keep their relative accuracy where rows differ in size only, as those of a long product in triangular form do.
/// Source: Z. Drmač, K. Veselić, "New Fast and Accurate Jacobi SVD Algorithm", SIAM J. Matrix Anal. 29, 2008, for the order of the rows.
/// </remarks>
static class SingularValues
{
    const int MostSweeps = 40;

    /// <summary>The singular values of a matrix, largest first, min(rows, columns) of them; NaN where it holds a number that is not finite.</summary>
    public static double[] Of(ReadOnlySpan<double> matrix, int rows, int columns)
    {
        double[] work = new double[rows * columns];
        if (rows <= columns)
        {
            matrix[..work.Length].CopyTo(work);
        }
        else
        {
            for (int i = 0; i < rows; i++)
            {
                for (int j = 0; j < columns; j++)
                    work[(j * rows) + i] = matrix[(i * columns) + j];
            }
            (rows, columns) = (columns, rows);
        }
        double[] values = new double[rows];
        Orthogonalize(work, rows, columns, values);
        return values;
    }

    /// <summary>Turns the rows of a matrix until they are orthogonal, longest first: A = Gᵀ · (Σ · Vᵀ), and the rows become those of Σ · Vᵀ.</summary>
    /// <param name="matrix">[rows, columns], rows ≤ columns for fullest use.</param>
    /// <param name="rows">Rows.</param>
    /// <param name="columns">Columns.</param>
    /// <param name="values">[rows] take the singular values, largest first.</param>
    /// <param name="right">What counts as a right angle: the largest cosine; singular values are relatively as accurate, or better.</param>
    public static void Orthogonalize(Span<double> matrix, int rows, int columns, Span<double> values, double right = 1e-13)
    {
        if (!RowMath.AllFinite(matrix[..(rows * columns)]))
        {
            values.Fill(double.NaN);
            return;
        }
        for (int i = 0; i < rows; i++)
            values[i] = RowMath.Dot(Row(matrix, i, columns), Row(matrix, i, columns));
        bool turned = true;
        for (int sweep = 0; turned && sweep < MostSweeps; sweep++)
        {
            turned = false;
            for (int p = 0; p < rows - 1; p++)
            {
                BringLongest(matrix, values[..rows], p, columns);
                for (int q = p + 1; q < rows; q++)
                    turned |= Turn(Row(matrix, p, columns), Row(matrix, q, columns), ref values[p], ref values[q], right);
            }
            for (int i = 0; i < rows; i++)
                values[i] = RowMath.Dot(Row(matrix, i, columns), Row(matrix, i, columns)); // the running ones gather rounding
        }
        for (int i = 0; i < rows; i++)
            BringLongest(matrix, values[..rows], i, columns);
        for (int i = 0; i < rows; i++)
            values[i] = Math.Sqrt(values[i]);
    }

    static bool Turn(Span<double> a, Span<double> b, ref double aSquared, ref double bSquared, double right)
    {
        if (!(aSquared > 0) || !(bSquared > 0))
            return false;
        double dot = RowMath.Dot(a, b);
        if (Math.Abs(dot) <= right * Math.Sqrt(aSquared) * Math.Sqrt(bSquared))
            return false;
        double zeta = (bSquared - aSquared) / (2 * dot);
        double tangent = Math.CopySign(1, zeta) / (Math.Abs(zeta) + Math.Sqrt(1 + (zeta * zeta)));
        double cos = 1 / Math.Sqrt(1 + (tangent * tangent));
        RowMath.Rotate(cos, cos * tangent, a, b);
        aSquared -= tangent * dot;
        bSquared += tangent * dot;
        if (!(aSquared > 0) || !(bSquared > 0))
            (aSquared, bSquared) = (RowMath.Dot(a, a), RowMath.Dot(b, b));
        return true;
    }

    static void BringLongest(Span<double> matrix, Span<double> squares, int to, int columns)
    {
        int longest = to;
        for (int i = to + 1; i < squares.Length; i++)
        {
            if (squares[i] > squares[longest])
                longest = i;
        }
        if (longest == to)
            return;
        (squares[to], squares[longest]) = (squares[longest], squares[to]);
        Span<double> a = Row(matrix, to, columns), b = Row(matrix, longest, columns);
        for (int i = 0; i < columns; i++)
            (a[i], b[i]) = (b[i], a[i]);
    }

    static Span<double> Row(Span<double> matrix, int row, int columns) => matrix.Slice(row * columns, columns);
}
