namespace Unfold.Tests.OpCases;

/// <summary>
/// One operation with inputs: its value is compared with the scalar definition, its gradient with central differences,
/// in every vector width. A module's case has parameters instead of a definition in closed form.
/// </summary>
sealed record OpCase(
    string Name,
    Shape[] Inputs,
    Func<Tensor[], Tensor> Forward,
    Func<double[][], double[]>? Definition = null,
    Func<Nn.Module>? Module = null,
    Func<Nn.Module, Tensor[], Tensor>? ModuleForward = null,
    double Margin = 0,
    bool PositiveOnly = false)
{
    /// <summary>Elements of each tensor whose gradient is checked; all where nothing is said.</summary>
    public int MostChecked { get; init; } = int.MaxValue;

    public override string ToString() => Name;

    /// <summary>Numbers without chance: the same in every process, spread over −1.5..1.5, at least Margin away from 0.</summary>
    public double[][] Numbers() => [.. Inputs.Select((shape, k) => Enumerable.Range(0, shape.Length).Select(i => Number(i + (1000 * k))).ToArray())];

    public Tensor[] Leaves(DType dtype) => [.. Inputs.Zip(Numbers(), (shape, numbers) => dtype == DType.Float64
        ? Tensor.From(numbers, shape, requiresGrad: true)
        : Tensor.From(Array.ConvertAll(numbers, x => (float)x), shape, requiresGrad: true))];

    /// <summary>A scalar that depends on every output with another weight.</summary>
    public static Tensor Weigh(Tensor y)
    {
        var weights = Enumerable.Range(0, y.Length).Select(i => Math.Cos(1 + (0.7 * i))).ToArray();
        Tensor w = y.DType == DType.Float64 ? Tensor.From(weights, y.Shape) : Tensor.From(Array.ConvertAll(weights, x => (float)x), y.Shape);
        return Ops.Sum(y * w);
    }

    double Number(int i)
    {
        double x = 1.5 * Math.Sin((i * 0.9) + 0.3 + (0.1 * Math.Sin(i)));
        if (PositiveOnly) return Math.Abs(x) + 0.1;
        return Math.Abs(x) < Margin ? (x < 0 ? x - Margin : x + Margin) : x;
    }
}
