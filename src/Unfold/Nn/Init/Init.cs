namespace Unfold.Nn;

/// <summary>Initial values of parameters.</summary>
public static class Init
{
    /// <summary>U(−bound, bound).</summary>
    public static Tensor Uniform(Rng rng, double bound, Shape shape)
    {
        ArgumentNullException.ThrowIfNull(rng);
        var values = new float[shape.Length];
        foreach (ref float value in values.AsSpan()) value = (float)(((2 * rng.NextDouble()) - 1) * bound);
        return Tensor.From(values, shape);
    }

    /// <summary>N(0, deviation²).</summary>
    public static Tensor Normal(Rng rng, double deviation, Shape shape)
    {
        ArgumentNullException.ThrowIfNull(rng);
        var values = new float[shape.Length];
        foreach (ref float value in values.AsSpan()) value = (float)(rng.NextNormal() * deviation);
        return Tensor.From(values, shape);
    }
}
