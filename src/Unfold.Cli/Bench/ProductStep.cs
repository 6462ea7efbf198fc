namespace Unfold.Cli;

/// <summary>One matrix product: [M, K] · [K, N].</summary>
sealed class ProductStep(int m, int n, int k) : IBenchStep
{
    readonly Tensor _left = BenchData.Normal(new Shape(m, k), new Rng(1));
    readonly Tensor _right = BenchData.Normal(new Shape(k, n), new Rng(2));

    public double NextFlops => 2d * m * n * k * Repeats;

    /// <summary>So many that the clock's own time does not count.</summary>
    public int Repeats { get; } = (int)Math.Max(1, 2_000_000 / (2L * m * n * k));

    public void Run()
    {
        for (int i = 0; i < Repeats; i++) Tape.NoGrad(() => Ops.MatMul(_left, _right));
    }
}
