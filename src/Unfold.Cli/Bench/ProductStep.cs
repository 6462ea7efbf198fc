namespace Unfold.Cli;

/// <summary>One matrix product: [M, K] · [K, N].</summary>
sealed class ProductStep(int m, int n, int k) : IBenchStep
{
    readonly Tensor _left = BenchData.Normal(new Shape(m, k), new Rng(1));
    readonly Tensor _right = BenchData.Normal(new Shape(k, n), new Rng(2));

    public double NextFlops => 2d * m * n * k;

    public void Run() => Tape.NoGrad(() => Ops.MatMul(_left, _right));
}
