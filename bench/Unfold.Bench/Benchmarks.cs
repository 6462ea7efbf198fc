using BenchmarkDotNet.Attributes;
using Unfold.Kernels;

namespace Unfold.Bench;

/// <summary>Products against the definition in three loops.</summary>
public class GemmBenchmarks
{
    float[] _a = [], _b = [], _c = [];

    [Params(32, 128, 512)]
    public int Rows { get; set; }

    [Params(32, 128)]
    public int Width { get; set; }

    [GlobalSetup]
    public void Setup() => (_a, _b, _c) = (new float[Rows * Width], new float[Width * Width], new float[Rows * Width]);

    [Benchmark(Baseline = true)]
    public void Loops()
    {
        for (int i = 0; i < Rows; i++)
        {
            for (int j = 0; j < Width; j++)
            {
                float sum = 0;
                for (int k = 0; k < Width; k++)
                    sum += _a[i * Width + k] * _b[k * Width + j];
                _c[i * Width + j] = sum;
            }
        }
    }

    [Benchmark]
    public void Multiply() => MatMul.Multiply<float>(Rows, Width, Width, _a, Width, _b, Width, _c, Width);

    [Benchmark]
    public void MultiplyTransposedB() => MatMul.MultiplyTransposedB<float>(Rows, Width, Width, _a, Width, _b, Width, _c, Width);
}

/// <summary>Functions of a vector against the runtime's of a number.</summary>
public class FunctionBenchmarks
{
    readonly float[] _x = [.. Enumerable.Range(0, 4096).Select(static i => (i - 2048) * 0.004f)];
    readonly float[] _y = new float[4096];

    [Benchmark(Baseline = true)]
    public void MathTanh()
    {
        for (int i = 0; i < _x.Length; i++)
            _y[i] = MathF.Tanh(_x[i]);
    }

    [Benchmark]
    public void Tanh() => Elementwise.Tanh<float>(_x, _y);

    [Benchmark]
    public void Sigmoid() => Elementwise.Sigmoid<float>(_x, _y);

    [Benchmark]
    public void Exp() => Elementwise.Exp<float>(_x, _y);
}

/// <summary>One training step of a recurrent layer.</summary>
public class CellBenchmarks
{
    Cell? _cell;

    [Params("rnn", "lstm", "gru")]
    public string Kind { get; set; } = "rnn";

    [Params(32, 100)]
    public int Units { get; set; }

    [GlobalSetup]
    public void Setup() => _cell = new Cell(Kind, batch: 32, steps: 25, inputs: Units, units: Units);

    [Benchmark]
    public void Step() => _cell!.Step();
}
