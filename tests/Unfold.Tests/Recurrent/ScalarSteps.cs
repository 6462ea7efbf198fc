using System.Numerics;

namespace Unfold.Tests.Recurrent;

/// <summary>The walk over the steps of a packed batch, and the small products inside: the definition, one number at a time.</summary>
static class ScalarSteps
{
    /// <summary>Step number i of the walk: from the first to the last, or from the last to the first.</summary>
    public static int At(SequenceLayout layout, bool reverse, int i) => reverse ? layout.MaxLength - 1 - i : i;

    /// <summary>row [n] += w [n, k] · v [k].</summary>
    public static void AddProduct<T>(ReadOnlySpan<T> w, ReadOnlySpan<T> v, Span<T> row)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        for (int i = 0; i < row.Length; i++)
        {
            for (int j = 0; j < v.Length; j++) row[i] += w[(i * v.Length) + j] * v[j];
        }
    }

    /// <summary>v [k] += w [n, k]ᵀ · row [n].</summary>
    public static void AddTransposedProduct<T>(ReadOnlySpan<T> w, ReadOnlySpan<T> row, Span<T> v)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        for (int i = 0; i < row.Length; i++)
        {
            for (int j = 0; j < v.Length; j++) v[j] += w[(i * v.Length) + j] * row[i];
        }
    }

    public static T Sigmoid<T>(T x)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => T.One / (T.One + T.Exp(-x));
}
