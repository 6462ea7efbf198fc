namespace Unfold.Inspection;

/// <summary>A product of many square matrices, J₁ J₂ J₃ …, held as Mᵀ Qᵀ with triangular M, so that what has become small is not lost in what has not.</summary>
/// <remarks>
/// Every factor is split by a QR step: Jₖᵀ Qₖ₋₁ = Qₖ Rₖ and M = Rₖ ⋯ R₁. Rows of M only take from rows below them, which are smaller.
/// Source: L. Dieci, E. Van Vleck, "Computation of a few Lyapunov exponents for continuous and discrete dynamical systems", 1995.
/// </remarks>
sealed class LongProduct(int size)
{
    readonly double[] _rows = new double[size * size]; // Qᵀ: its rows are the columns of Q
    readonly double[] _next = new double[size * size];
    readonly double[] _triangle = new double[size * size];
    readonly double[] _product = new double[size * size];
    readonly double[] _work = new double[size * size];

    /// <summary>Σ log |Rₖ[i, i]| over the factors: −∞ where a direction died.</summary>
    public double[] LogDiagonal { get; } = new double[size];

    /// <summary>Factors so far.</summary>
    public int Count { get; private set; }

    /// <summary>Begins with the product of nothing.</summary>
    public void Clear()
    {
        Identity(_rows);
        Identity(_product);
        Array.Clear(LogDiagonal);
        Count = 0;
    }

    /// <summary>Takes in one more factor on the right.</summary>
    public void Append(ReadOnlySpan<double> factor)
    {
        RowMath.Multiply(_rows, factor, _next, size, size, size);
        Array.Clear(_triangle);
        for (int j = 0; j < size; j++)
            Orthonormalize(j);
        for (int i = 0; i < size; i++)
        {
            Span<double> row = _product.AsSpan(i * size, size);
            RowMath.Scale(_triangle[(i * size) + i], row);
            for (int j = i + 1; j < size; j++)
                RowMath.AddScaled(_triangle[(i * size) + j], _product.AsSpan(j * size, size), row);
            LogDiagonal[i] += Math.Log(_triangle[(i * size) + i]);
        }
        _next.CopyTo(_rows, 0);
        Count++;
    }

    /// <summary>The singular values of the product so far, largest first, to single precision.</summary>
    public void Singular(Span<double> values)
    {
        _product.CopyTo(_work, 0);
        SingularValues.Orthogonalize(_work, size, size, values, right: 1e-7);
    }

    void Orthonormalize(int j)
    {
        Span<double> row = _next.AsSpan(j * size, size);
        double before = Math.Sqrt(RowMath.Dot(row, row));
        for (int round = 0; round < 2; round++) // twice is enough
        {
            for (int i = 0; i < j; i++)
            {
                ReadOnlySpan<double> direction = _next.AsSpan(i * size, size);
                double along = RowMath.Dot(direction, row);
                _triangle[(i * size) + j] += along;
                RowMath.AddScaled(-along, direction, row);
            }
        }
        double length = Math.Sqrt(RowMath.Dot(row, row));
        if (length <= 1e-14 * before)
        {
            row.Clear(); // nothing is left of this direction but rounding
            return;
        }
        _triangle[(j * size) + j] = length;
        RowMath.Scale(1 / length, row);
    }

    void Identity(double[] matrix)
    {
        Array.Clear(matrix);
        for (int i = 0; i < size; i++)
            matrix[(i * size) + i] = 1;
    }
}
