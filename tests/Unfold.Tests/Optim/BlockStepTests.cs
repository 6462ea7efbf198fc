using Unfold.Nn;
using Unfold.Optim;

namespace Unfold.Tests;

/// <summary>What a watched step tells of each block of a parameter, against loops in plain double.</summary>
public sealed class BlockStepTests
{
    const int Hidden = 9, Inputs = 31; // 279 elements in a block: more than vectors, and an odd tail

    public static TheoryData<string, DType, double?, double?> Cases()
    {
        var cases = new TheoryData<string, DType, double?, double?>();
        foreach (string optimizer in new[] { "sgd", "momentum", "adam", "adamw" })
        {
            foreach (DType dtype in new[] { DType.Float32, DType.Float64 })
            {
                cases.Add(optimizer, dtype, null, null);
                cases.Add(optimizer, dtype, null, 2);
                cases.Add(optimizer, dtype, 0.7, null);
                cases.Add(optimizer, dtype, 0.7, 2);
            }
        }
        return cases;
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Blocks_OfGates_TellWhatTheDefinitionsSay(string optimizer, DType dtype, double? clipValue, double? clipNorm)
    {
        var model = new Lstm(Inputs, Hidden, new Rng(3));
        model.To(dtype);
        var seen = new Seen();
        Optimizer watched = Make(optimizer, model.Parameters, clipValue, clipNorm);
        watched.Observer = seen;
        double tolerance = dtype == DType.Float32 ? 2e-5 : 1e-12;
        var rng = new Rng(4);
        var last = new Dictionary<Parameter, double[]>();
        for (int step = 0; step < 3; step++)
        {
            Dictionary<Parameter, double[]> gradients = model.Parameters.ToDictionary(p => p, p => Fill(p, rng));
            Dictionary<Parameter, double[]> before = model.Parameters.ToDictionary(p => p, p => p.Value.ToDoubles());
            double Limited(double g) => clipValue is { } limit ? Math.Clamp(g, -limit, limit) : g;
            double norm = Math.Sqrt(gradients.Values.Sum(all => all.Sum(g => Limited(g) * Limited(g))));
            double scale = clipNorm is { } largest ? Math.Min(1, largest / (norm + 1e-6)) : 1;
            seen.Clear();
            StepSummary summary = watched.Step();
            Assert.Equal(summary.ClippedNorm!.Value, Math.Sqrt(seen.Steps.Sum(told => told.ClippedNormSquared)), tolerance * norm);
            Assert.Equal(4, seen.Steps.Count);
            foreach (ParameterStep told in seen.Steps)
            {
                double[] g = gradients[told.Parameter], w = before[told.Parameter], after = told.Parameter.Value.ToDoubles();
                double[]? p = last.GetValueOrDefault(told.Parameter);
                StepSums[] blocks = seen.Blocks[told.Parameter];
                Assert.Equal(["i", "f", "g", "o"], blocks.Select(block => block.Name));
                int length = g.Length / 4;
                for (int block = 0; block < 4; block++)
                    Compare(blocks[block], block * length, length);
                Compare(told.Whole, 0, g.Length);
                Assert.Equal(blocks.Sum(block => block.GradientNormSquared), told.GradientNormSquared, 1e-12 * told.GradientNormSquared);
                Assert.Equal(blocks.Sum(block => block.ClippedNormSquared), told.ClippedNormSquared, 1e-12 * told.ClippedNormSquared);
                Assert.Equal(blocks.Sum(block => block.UpdateNormSquared), told.UpdateNormSquared, 1e-12 * told.UpdateNormSquared);
                Assert.Equal(blocks.Max(block => block.GradientMaxAbs), told.GradientMaxAbs);
                Assert.Equal(blocks.Sum(block => block.ZeroCount), told.ZeroCount);

                void Compare(in StepSums sums, int start, int count)
                {
                    int[] at = [.. Enumerable.Range(start, count)];
                    Assert.Equal(count, sums.ElementCount);
                    Assert.Equal(count, sums.MovedCount);
                    double squares = at.Sum(i => g[i] * g[i]), updates = at.Sum(i => Math.Pow(after[i] - w[i], 2)), weights = at.Sum(i => w[i] * w[i]);
                    Near(squares, sums.GradientNormSquared, squares);
                    double clipped = at.Sum(i => Math.Pow(scale * Limited(g[i]), 2));
                    Near(clipped, sums.ClippedNormSquared, clipped);
                    Assert.Equal(at.Max(i => Math.Abs(g[i])), sums.GradientMaxAbs);
                    Assert.Equal(at.Count(i => g[i] == 0), sums.ZeroCount);
                    Assert.Equal(0, sums.NonFiniteCount);
                    Near(weights, sums.WeightNormSquared, weights);
                    Near(updates, sums.UpdateNormSquared, updates);
                    Near(at.Sum(i => w[i] * (after[i] - w[i])), sums.WeightDotUpdate, Math.Sqrt(weights * updates));
                    double descent = at.Sum(i => g[i] * (after[i] - w[i]));
                    Near(descent, sums.GradientDotUpdate, Math.Sqrt(squares * updates));
                    Near(-descent / Math.Sqrt(squares * updates), sums.DescentCosine!.Value, 1);
                    Near(Math.Sqrt(updates / weights), sums.UpdateRatio!.Value, Math.Sqrt(updates / weights));
                    if (p is null)
                    {
                        Assert.Null(sums.PreviousDot);
                        Assert.Null(sums.Cosine);
                        return;
                    }
                    double other = at.Sum(i => p[i] * p[i]), dot = at.Sum(i => g[i] * p[i]);
                    Near(dot, sums.PreviousDot!.Value, Math.Sqrt(squares * other));
                    Near(other, sums.PreviousNormSquared!.Value, other);
                    Near(dot / Math.Sqrt(squares * other), sums.Cosine!.Value, 1);
                }
            }
            last = gradients;
        }

        void Near(double want, double got, double size) => Assert.Equal(want, got, tolerance * size);
    }

    [Theory]
    [InlineData("lstm", "i f g o")]
    [InlineData("gru", "r z n")]
    [InlineData("rnn", "")]
    public void Blocks_OfTheRecurrentLayers_AreTheirGates(string cell, string gates)
    {
        foreach (Parameter parameter in Make(cell).Parameters)
            Assert.Equal(gates, string.Join(' ', parameter.Blocks));
    }

    [Theory]
    [InlineData("lstm", DType.Float32)]
    [InlineData("gru", DType.Float32)]
    [InlineData("lstm", DType.Float64)]
    [InlineData("gru", DType.Float64)]
    public void Step_OfGatesWithAndWithoutObserver_MovesToTheSameBits(string cell, DType dtype)
    {
        Module alone = Make(cell), looked = Make(cell);
        alone.To(dtype);
        looked.To(dtype);
        Optimizer forAlone = Make("adamw", alone.Parameters, 0.7, 2), forLooked = Make("adamw", looked.Parameters, 0.7, 2);
        forLooked.Observer = new Seen();
        Rng one = new(7), two = new(7);
        for (int step = 0; step < 5; step++)
        {
            foreach (Parameter parameter in alone.Parameters) Fill(parameter, one);
            foreach (Parameter parameter in looked.Parameters) Fill(parameter, two);
            Assert.Equal(forAlone.Step(), forLooked.Step());
        }
        foreach (var (a, b) in alone.Parameters.Zip(looked.Parameters))
            Assert.Equal(a.Value.ToDoubles(), b.Value.ToDoubles());
        Assert.Equal(forAlone.CopyState().Values.SelectMany(x => x.ToDoubles()), forLooked.CopyState().Values.SelectMany(x => x.ToDoubles()));
    }

    [Fact]
    public void Blocks_NotFiniteInOneGate_AreCountedThere()
    {
        var model = new Gru(Inputs, Hidden, new Rng(1), new() { Bias = false });
        var seen = new Seen();
        Parameter weight = model.Parameters[0];
        Span<float> g = weight.Gradient.Dense<float>(out _);
        g.Fill(0.5f);
        (g[Hidden * Inputs], g[^1], g[^2]) = (float.NaN, float.PositiveInfinity, 3e30f); // whose square is infinite, and it is not
        new Sgd([weight]) { Observer = seen }.Step();
        Assert.Equal([0L, 1, 1], seen.Blocks[weight].Select(block => block.NonFiniteCount));
        Assert.Equal([0.5, 0.5, 3e30f], seen.Blocks[weight].Select(block => block.GradientMaxAbs));
        Assert.Equal(2, seen.Steps[0].NonFiniteCount);
    }

    [Fact]
    public void Blocks_AfterAnUnwatchedStep_HaveNothingToCompareWith()
    {
        var model = new Lstm(Inputs, Hidden, new Rng(1));
        var seen = new Seen();
        var optimizer = new Sgd(model.Parameters);
        bool[] watched = [true, true, false, true, true];
        var had = new List<bool>();
        var rng = new Rng(2);
        foreach (bool on in watched)
        {
            foreach (Parameter parameter in model.Parameters) Fill(parameter, rng);
            optimizer.Observer = on ? seen : null;
            optimizer.Step();
            StepSums block = seen.Blocks[model.Parameters[1]][2];
            Assert.Equal(block.PreviousDot is null, block.PreviousNormSquared is null);
            if (on) had.Add(block.PreviousDot is not null);
        }
        Assert.Equal([false, true, false, true], had);
    }

    [Fact]
    public void Blocks_OfAnEmbedding_AreNone()
    {
        var model = new Embedding(20, 5, new Rng(1));
        var seen = new Seen();
        Parameter table = model.Parameters[0];
        table.Gradient.Row<float>(3).Fill(1);
        new Sgd([table]) { Observer = seen }.Step();
        Assert.Empty(seen.Blocks[table]);
        Assert.Equal(5, seen.Steps[0].MovedCount);
        Assert.Equal(95, seen.Steps[0].ZeroCount);
    }

    [Fact]
    public void Step_WatchedGates_AllocatesNothing()
    {
        var model = new Lstm(Inputs, Hidden, new Rng(1));
        var adder = new Adder();
        var optimizer = new Adam(model.Parameters, new() { ClipNorm = 1 }) { Observer = adder };
        Parameter[] parameters = [.. model.Parameters];
        long least = long.MaxValue;
        for (int step = 0; step < 20; step++)
        {
            foreach (Parameter parameter in parameters) parameter.Gradient.Dense<float>(out _).Fill(step);
            long start = GC.GetAllocatedBytesForCurrentThread();
            optimizer.Step();
            least = Math.Min(least, GC.GetAllocatedBytesForCurrentThread() - start);
        }
        Assert.Equal(0, least);
        Assert.Equal(20 * 4 * 4, adder.Blocks);
    }

    [Fact]
    public void Register_RowsThatBlocksDoNotDivide_Throws()
    {
        ArgumentException error = Assert.Throws<ArgumentException>(() => new Uneven());
        Assert.StartsWith("Uneven.weight: expected rows that 2 blocks (a, b) divide evenly, got [5, 3]. Blocks are of one size; leave them out where the parts differ.", error.Message, StringComparison.Ordinal);
    }

    static Module Make(string cell) => cell switch
    {
        "lstm" => new Lstm(Inputs, Hidden, new Rng(3), new() { Bidirectional = true }),
        "gru" => new Gru(Inputs, Hidden, new Rng(3), new() { Layers = 2 }),
        _ => new Rnn(Inputs, Hidden, new Rng(3)),
    };

    static Optimizer Make(string name, IReadOnlyList<Parameter> parameters, double? clipValue, double? clipNorm) => name switch
    {
        "sgd" => new Sgd(parameters, new() { WeightDecay = 0.1, ClipValue = clipValue, ClipNorm = clipNorm }),
        "momentum" => new Sgd(parameters, new() { Momentum = 0.9, ClipValue = clipValue, ClipNorm = clipNorm }),
        "adam" => new Adam(parameters, new() { LearningRate = 0.02, ClipValue = clipValue, ClipNorm = clipNorm }),
        _ => new AdamW(parameters, new() { LearningRate = 0.02, WeightDecay = 0.1, ClipValue = clipValue, ClipNorm = clipNorm }),
    };

    /// <summary>Gives a parameter a gradient with some zeros; returns it.</summary>
    static double[] Fill(Parameter parameter, Rng rng)
    {
        double[] values = [.. Enumerable.Range(0, parameter.Shape.Length).Select(i => i % 7 == 0 ? 0 : (double)(float)rng.NextNormal())];
        if (parameter.DType == DType.Float32) Array.ConvertAll(values, x => (float)x).CopyTo(parameter.Gradient.Dense<float>(out _));
        else values.CopyTo(parameter.Gradient.Dense<double>(out _));
        return values;
    }

    sealed class Seen : IStepObserver
    {
        public List<ParameterStep> Steps { get; } = [];

        public Dictionary<Parameter, StepSums[]> Blocks { get; } = [];

        public void Clear() => Steps.Clear();

        public void OnParameterStep(in ParameterStep step)
        {
            Steps.Add(step);
            Blocks[step.Parameter] = step.Blocks.ToArray();
        }

        public void OnStep(in StepSummary summary)
        {
        }
    }

    sealed class Adder : IStepObserver
    {
        public int Blocks { get; private set; }

        public void OnParameterStep(in ParameterStep step)
        {
            foreach (ref readonly StepSums block in step.Blocks.Span)
                Blocks += block.Name.Length;
        }

        public void OnStep(in StepSummary summary)
        {
        }
    }

    sealed class Uneven : Module
    {
        public Uneven() => Register("weight", Tensor.Zeros(new Shape(5, 3)), ["a", "b"]);
    }
}
