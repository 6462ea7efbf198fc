namespace Unfold.Nn;

/// <summary>Random orthonormal vectors, by Gram and Schmidt done twice: as orthogonal as Householder's, in fewer lines.</summary>
static class OrthogonalBasis
{
    /// <summary>Fills a row-major matrix: its columns are orthonormal, or its rows where it is wider than high.</summary>
    public static void Fill(Rng rng, Span<double> matrix, int rows, int columns)
    {
        var (count, length) = rows < columns ? (rows, columns) : (columns, rows);
        double[] vectors = new double[count * length];
        for (int i = 0; i < count; i++)
        {
            Span<double> vector = vectors.AsSpan(i * length, length);
            double norm;
            do
            {
                for (int k = 0; k < length; k++) vector[k] = rng.NextNormal();
                for (int pass = 0; pass < 2; pass++) // the second takes away what rounding left of the first
                {
                    for (int j = 0; j < i; j++) Subtract(vector, vectors.AsSpan(j * length, length));
                }
                norm = Math.Sqrt(Dot(vector, vector));
            }
            while (norm < 1e-8); // a draw inside the span of the others: as good as impossible, and not divided by
            foreach (ref double x in vector) x /= norm;
        }
        for (int row = 0; row < rows; row++)
        {
            for (int column = 0; column < columns; column++)
            {
                matrix[(row * columns) + column] = rows < columns ? vectors[(row * length) + column] : vectors[(column * length) + row];
            }
        }
    }

    static void Subtract(Span<double> vector, ReadOnlySpan<double> direction)
    {
        double projection = Dot(vector, direction);
        for (int k = 0; k < vector.Length; k++) vector[k] -= projection * direction[k];
    }

    static double Dot(ReadOnlySpan<double> a, ReadOnlySpan<double> b)
    {
        double sum = 0;
        for (int k = 0; k < a.Length; k++) sum += a[k] * b[k];
        return sum;
    }
}
