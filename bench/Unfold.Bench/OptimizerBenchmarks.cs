using BenchmarkDotNet.Attributes;
using Unfold.Nn;
using Unfold.Optim;

namespace Unfold.Bench;

/// <summary>An epoch of Adam steps on word vectors of which each step touches a few hundred, as frequent as words are: all of them moved every time, or late ones when they are next read.</summary>
public class OptimizerBenchmarks
{
    const int Words = 10_000, Width = 32, Steps = 800, Tokens = 640;

    readonly int[][] _tokens = new int[Steps][];
    readonly float[] _gradient = new float[Width];

    [GlobalSetup]
    public void Setup()
    {
        var rng = new Rng(7);
        var shares = new double[Words];
        for (int word = 0; word < Words; word++)
            shares[word] = (word > 0 ? shares[word - 1] : 0) + 1 / (word + 2.7);
        for (int step = 0; step < Steps; step++)
        {
            _tokens[step] = new int[Tokens];
            foreach (ref int token in _tokens[step].AsSpan())
            {
                int at = Array.BinarySearch(shares, rng.NextDouble() * shares[^1]);
                token = Math.Min(at < 0 ? ~at : at, Words - 1);
            }
        }

        foreach (ref float g in _gradient.AsSpan())
            g = (float)(rng.NextNormal() * 0.001);
    }

    [Benchmark(Baseline = true)]
    public void AllRows() => Run(dense: true, observer: null);

    [Benchmark]
    public void LateRows() => Run(dense: false, observer: null);

    [Benchmark]
    public void LateRowsObserved() => Run(dense: false, new Nobody());

    void Run(bool dense, IStepObserver? observer)
    {
        var model = new Table();
        var optimizer = new Adam(model.Parameters) { Observer = observer };
        foreach (int[] tokens in _tokens)
        {
            if (dense)
                model.Weight.Gradient.Dense<float>(out _).Clear();
            else
                model.Weight.PendingRows?.CatchUp(tokens);
            foreach (int token in tokens)
                _gradient.CopyTo(model.Weight.Gradient.Row<float>(token));
            optimizer.Step();
        }
    }

    sealed class Table : Module
    {
        public Table()
        {
            var rng = new Rng(1);
            var values = new float[Words * Width];
            foreach (ref float value in values.AsSpan())
                value = (float)rng.NextNormal();
            Weight = Register("weight", Tensor.From(values, new Shape(Words, Width)));
        }

        public Parameter Weight { get; }
    }

    sealed class Nobody : IStepObserver
    {
        public void OnParameterStep(in ParameterStep step)
        {
        }

        public void OnStep(in StepSummary summary)
        {
        }
    }
}
