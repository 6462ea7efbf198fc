using System.Numerics;

namespace Unfold.Tests.Kernels;

/// <summary>Numbers for kernels and how to compare them: reproducible, of mixed sign, around one.</summary>
static class Fill
{
    public static T[] Values<T>(int length, ulong seed, double scale = 1)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var rng = new Rng(seed);
        var values = new T[length];
        for (int i = 0; i < length; i++)
            values[i] = T.CreateTruncating((2 * rng.NextDouble() - 1) * scale);
        return values;
    }

    public static double[] Wide<T>(ReadOnlySpan<T> values)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var wide = new double[values.Length];
        for (int i = 0; i < wide.Length; i++)
            wide[i] = double.CreateTruncating(values[i]);
        return wide;
    }

    /// <summary>The relative spacing of the type's numbers.</summary>
    public static double Epsilon<T>() => typeof(T) == typeof(float) ? 1.1920929e-7 : 2.220446049250313e-16;

    /// <summary>Every value within <paramref name="units"/> spacings of the expected one, on a scale of at least one.</summary>
    public static void AssertClose<T>(ReadOnlySpan<double> expected, ReadOnlySpan<T> actual, double units, string what)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        Assert.Equal(expected.Length, actual.Length);
        for (int i = 0; i < expected.Length; i++)
        {
            double value = double.CreateTruncating(actual[i]);
            double allowed = units * Epsilon<T>() * Math.Max(1, Math.Abs(expected[i]));
            Assert.True(Math.Abs(value - expected[i]) <= allowed, $"{what}[{i}]: expected {expected[i]:R}, got {value:R}, allowed {allowed:R} ({typeof(T).Name})");
        }
    }
}
