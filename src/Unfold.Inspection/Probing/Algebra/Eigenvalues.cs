using System.Numerics;

namespace Unfold.Inspection;

/// <summary>Eigenvalues of a real square matrix: to Hessenberg form by reflections, then implicit double-shift QR steps.</summary>
/// <remarks>Source: G. Golub, C. Van Loan, "Matrix Computations", 4th edition, sections 7.4 and 7.5.</remarks>
static class Eigenvalues
{
    const double Negligible = 2.2e-16;
    const int MostSteps = 90;

    /// <summary>All n eigenvalues in no certain order; NaN where the matrix holds a number that is not finite, or no end is found.</summary>
    public static Complex[] Of(ReadOnlySpan<double> matrix, int n)
    {
        Complex[] values = new Complex[n];
        Array.Fill(values, new(double.NaN, double.NaN));
        if (!RowMath.AllFinite(matrix[..(n * n)]))
            return values;
        double[] a = matrix[..(n * n)].ToArray();
        ToHessenberg(a, n);
        double size = 0;
        foreach (double value in a)
            size = Math.Max(size, Math.Abs(value));
        for (int last = n - 1, steps = 0; last >= 0 && steps <= MostSteps;)
        {
            int first = FirstOfBlock(a, n, last, size);
            if (first == last)
            {
                values[last] = a[(last * n) + last];
                (last, steps) = (last - 1, 0);
            }
            else if (first == last - 1)
            {
                (values[last - 1], values[last]) = OfTwo(a[(first * n) + first], a[(first * n) + last], a[(last * n) + first], a[(last * n) + last]);
                (last, steps) = (last - 2, 0);
            }
            else
            {
                Step(a, n, first, last, exceptional: ++steps % 10 == 0);
            }
        }
        return values;
    }

    /// <summary>The largest absolute value: the spectral radius.</summary>
    public static double Radius(ReadOnlySpan<Complex> values)
    {
        double largest = 0;
        foreach (Complex value in values)
            largest = double.IsNaN(value.Real) ? double.NaN : Math.Max(largest, value.Magnitude);
        return largest;
    }

    static void ToHessenberg(Span<double> a, int n)
    {
        Span<double> v = new double[n], w = new double[n];
        for (int k = 0; k < n - 2; k++)
        {
            double square = 0;
            for (int i = k + 1; i < n; i++)
            {
                v[i] = a[(i * n) + k];
                square += v[i] * v[i];
            }
            if (square - (v[k + 1] * v[k + 1]) == 0)
                continue;
            double alpha = -Math.CopySign(Math.Sqrt(square), v[k + 1]);
            double beta = 1 / (square - (alpha * v[k + 1])); // 2 / |v|²
            v[k + 1] -= alpha;
            w[k..].Clear();
            for (int i = k + 1; i < n; i++)
                RowMath.AddScaled(v[i], a.Slice((i * n) + k, n - k), w[k..]);
            for (int i = k + 1; i < n; i++)
                RowMath.AddScaled(-beta * v[i], w[k..], a.Slice((i * n) + k, n - k));
            for (int i = 0; i < n; i++)
            {
                Span<double> row = a.Slice((i * n) + k + 1, n - k - 1);
                RowMath.AddScaled(-beta * RowMath.Dot(row, v[(k + 1)..]), v[(k + 1)..], row);
            }
            for (int i = k + 2; i < n; i++)
                a[(i * n) + k] = 0;
        }
    }

    static int FirstOfBlock(Span<double> a, int n, int last, double size)
    {
        int first = last;
        for (; first > 0; first--)
        {
            double near = Math.Abs(a[((first - 1) * n) + first - 1]) + Math.Abs(a[(first * n) + first]);
            if (Math.Abs(a[(first * n) + first - 1]) > Negligible * (near == 0 ? size : near))
                continue;
            a[(first * n) + first - 1] = 0;
            break;
        }
        return first;
    }

    static (Complex, Complex) OfTwo(double a, double b, double c, double d)
    {
        double half = (a - d) / 2, middle = (a + d) / 2, square = (half * half) + (b * c);
        if (square < 0)
            return (new(middle, Math.Sqrt(-square)), new(middle, -Math.Sqrt(-square)));
        double far = half + Math.CopySign(Math.Sqrt(square), half);
        return (d + far, far == 0 ? d : d - (b * c / far));
    }

    /// <summary>One double-shift step on the block from first to last, three rows at least.</summary>
    static void Step(Span<double> a, int n, int first, int last, bool exceptional)
    {
        double x = a[((last - 1) * n) + last - 1], y = a[(last * n) + last], w = a[(last * n) + last - 1] * a[((last - 1) * n) + last];
        if (exceptional)
        {
            double off = Math.Abs(a[(last * n) + last - 1]) + Math.Abs(a[((last - 1) * n) + last - 2]);
            (x, y, w) = (y + (0.75 * off), y + (0.75 * off), -0.4375 * off * off);
        }
        double z = a[(first * n) + first];
        double p = ((((x - z) * (y - z)) - w) / a[((first + 1) * n) + first]) + a[(first * n) + first + 1];
        double q = a[((first + 1) * n) + first + 1] - z - (x - z) - (y - z);
        double r = a[((first + 2) * n) + first + 1];
        for (int k = first; k < last; k++)
        {
            bool three = k + 2 <= last;
            if (k > first)
                (p, q, r) = (a[(k * n) + k - 1], a[((k + 1) * n) + k - 1], three ? a[((k + 2) * n) + k - 1] : 0);
            double scale = Math.Abs(p) + Math.Abs(q) + Math.Abs(r);
            if (scale == 0)
                continue;
            (p, q, r) = (p / scale, q / scale, r / scale);
            double alpha = -Math.CopySign(Math.Sqrt((p * p) + (q * q) + (r * r)), p);
            if (k > first)
            {
                a[(k * n) + k - 1] = alpha * scale;
                a[((k + 1) * n) + k - 1] = 0;
                if (three)
                    a[((k + 2) * n) + k - 1] = 0;
            }
            double v1 = q / (p - alpha), v2 = r / (p - alpha), beta = (alpha - p) / alpha; // I − beta (1, v1, v2)ᵀ(1, v1, v2)
            Reflect(a, n, k, first, last, three, v1, v2, beta);
        }
    }

    static void Reflect(Span<double> a, int n, int k, int first, int last, bool three, double v1, double v2, double beta)
    {
        Span<double> top = a.Slice(k * n, n), middle = a.Slice((k + 1) * n, n), bottom = three ? a.Slice((k + 2) * n, n) : middle;
        if (three)
        {
            for (int j = k; j <= last; j++)
            {
                double sum = beta * (top[j] + (v1 * middle[j]) + (v2 * bottom[j]));
                top[j] -= sum;
                middle[j] -= sum * v1;
                bottom[j] -= sum * v2;
            }
        }
        else
        {
            for (int j = k; j <= last; j++)
            {
                double sum = beta * (top[j] + (v1 * middle[j]));
                top[j] -= sum;
                middle[j] -= sum * v1;
            }
        }
        for (int i = first; i <= Math.Min(k + 3, last); i++)
        {
            Span<double> row = a.Slice((i * n) + k, three ? 3 : 2);
            double sum = beta * (row[0] + (v1 * row[1]) + (three ? v2 * row[2] : 0));
            row[0] -= sum;
            row[1] -= sum * v1;
            if (three)
                row[2] -= sum * v2;
        }
    }
}
