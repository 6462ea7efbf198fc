using System.Numerics;
using System.Runtime.InteropServices;

namespace Unfold.Inspection;

/// <summary>What the probes' linear algebra is made of: every matrix is row-major, every loop runs along a row.</summary>
static class RowMath
{
    /// <summary>Σ a·b.</summary>
    public static double Dot(ReadOnlySpan<double> a, ReadOnlySpan<double> b)
    {
        ReadOnlySpan<Vector<double>> x = MemoryMarshal.Cast<double, Vector<double>>(a), y = MemoryMarshal.Cast<double, Vector<double>>(b[..a.Length]);
        Vector<double> first = default, second = default;
        int i = 0;
        for (; i + 1 < x.Length; i += 2)
        {
            first += x[i] * y[i];
            second += x[i + 1] * y[i + 1];
        }
        if (i < x.Length)
            first += x[i] * y[i];
        double sum = Vector.Sum(first + second);
        for (int rest = x.Length * Vector<double>.Count; rest < a.Length; rest++)
            sum += a[rest] * b[rest];
        return sum;
    }

    /// <summary>to += factor · x.</summary>
    public static void AddScaled(double factor, ReadOnlySpan<double> x, Span<double> to)
    {
        ReadOnlySpan<Vector<double>> from = MemoryMarshal.Cast<double, Vector<double>>(x[..to.Length]);
        Span<Vector<double>> sum = MemoryMarshal.Cast<double, Vector<double>>(to);
        Vector<double> scale = new(factor);
        for (int i = 0; i < sum.Length; i++)
            sum[i] += scale * from[i];
        for (int rest = sum.Length * Vector<double>.Count; rest < to.Length; rest++)
            to[rest] += factor * x[rest];
    }

    /// <summary>(a, b) := (cos·a − sin·b, sin·a + cos·b).</summary>
    public static void Rotate(double cos, double sin, Span<double> a, Span<double> b)
    {
        Span<Vector<double>> x = MemoryMarshal.Cast<double, Vector<double>>(a), y = MemoryMarshal.Cast<double, Vector<double>>(b[..a.Length]);
        Vector<double> c = new(cos), s = new(sin);
        for (int i = 0; i < x.Length; i++)
        {
            (Vector<double> p, Vector<double> q) = (x[i], y[i]);
            x[i] = (c * p) - (s * q);
            y[i] = (s * p) + (c * q);
        }
        for (int rest = x.Length * Vector<double>.Count; rest < a.Length; rest++)
            (a[rest], b[rest]) = ((cos * a[rest]) - (sin * b[rest]), (sin * a[rest]) + (cos * b[rest]));
    }

    /// <summary>a := factor · a.</summary>
    public static void Scale(double factor, Span<double> a)
    {
        for (int i = 0; i < a.Length; i++)
            a[i] *= factor;
    }

    /// <summary>to [rows, columns] := a [rows, inner] · b [inner, columns].</summary>
    public static void Multiply(ReadOnlySpan<double> a, ReadOnlySpan<double> b, Span<double> to, int rows, int inner, int columns)
    {
        to[..(rows * columns)].Clear();
        for (int i = 0; i < rows; i++)
        {
            Span<double> row = to.Slice(i * columns, columns);
            for (int j = 0; j < inner; j++)
                AddScaled(a[(i * inner) + j], b.Slice(j * columns, columns), row);
        }
    }

    public static bool AllFinite(ReadOnlySpan<double> values)
    {
        foreach (double value in values)
        {
            if (!double.IsFinite(value))
                return false;
        }
        return true;
    }
}
