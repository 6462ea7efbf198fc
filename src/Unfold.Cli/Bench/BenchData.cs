namespace Unfold.Cli;

/// <summary>Inputs of workloads, made from a seed.</summary>
static class BenchData
{
    /// <summary>A tensor of standard normal numbers.</summary>
    public static Tensor Normal(Shape shape, Rng rng, bool requiresGrad = false)
    {
        var tensor = Tensor.Zeros(shape, requiresGrad: requiresGrad);
        foreach (ref float value in tensor.Span<float>()) value = (float)rng.NextNormal();
        return tensor;
    }

    /// <summary>Sequences of word numbers, evenly drawn, never the padding word 0.</summary>
    public static int[][] Words(int[] lengths, int vocabulary, Rng rng) =>
        [.. lengths.Select(length => Enumerable.Range(0, length).Select(_ => 1 + rng.Next(vocabulary - 1)).ToArray())];
}
