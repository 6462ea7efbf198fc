using Unfold.Nn;
using Unfold.Optim;

namespace Unfold.Inspection.Tests;

/// <summary>The lenses on parameters, number by number, against plain loops over copies of everything.</summary>
public sealed class ParameterLensTests
{
    const int Steps = 6;

    public static TheoryData<string, DType, int, double, double> Runs => new()
    {
        // cell, precision, backward passes, clip by norm, by value (0: not)
        { "lstm", DType.Float32, 1, 0.05, 0 },
        { "lstm", DType.Float64, 2, 0.3, 0.02 },
        { "gru", DType.Float32, 2, 0, 0.01 },
        { "gru", DType.Float64, 1, 0, 0 },
        { "rnn", DType.Float32, 1, 0, 0 },
    };

    static LensRun Run(string cell, DType dtype, int passes, double norm, double value) =>
        new() { Cell = cell, DType = dtype, Passes = passes, ClipNorm = norm == 0 ? null : norm, ClipValue = value == 0 ? null : value };

    /// <summary>A parameter and each of its gates: series, where it begins, how many numbers.</summary>
    static IEnumerable<(string Series, Parameter Parameter, int First, int Count)> Places(PlainRun plain)
    {
        foreach (Parameter parameter in plain.Parameters)
        {
            yield return (parameter.Name, parameter, 0, parameter.Shape.Length);
            string[] gates = !parameter.Name.StartsWith("cell", StringComparison.Ordinal) ? [] : GatesOf(parameter.Shape[0] / 5);
            for (int i = 0; i < gates.Length; i++)
                yield return ($"{parameter.Name}[{gates[i]}]", parameter, i * parameter.Shape.Length / gates.Length, parameter.Shape.Length / gates.Length);
        }
    }

    static string[] GatesOf(int count) => count == 4 ? ["i", "f", "g", "o"] : count == 3 ? ["r", "z", "n"] : [];

    static double?[] Each(Func<int, double?> value, int count = Steps) => [.. Enumerable.Range(0, count).Select(value)];

    [Theory]
    [MemberData(nameof(Runs))]
    public void Gradients_OfEveryParameterAndGate_AreWhatAPlainLoopSays(string cell, DType dtype, int passes, double clipNorm, double clipValue)
    {
        var (record, plain) = Run(cell, dtype, passes, clipNorm, clipValue).Both(new ParameterGradientGeometry(rootMeanSquare: true));

        double Clipped(double x) => clipValue == 0 ? x : Math.Clamp(x, -clipValue, clipValue);
        double[] factors = [.. plain.Steps.Select(step =>
            clipNorm == 0 ? 1 : Math.Min(1, clipNorm / (Expect.Norm(step.Gradient.Values.SelectMany(g => g).Select(Clipped)) + 1e-6)))];
        bool anyClipped = false;
        foreach ((string series, Parameter parameter, int first, int count) in Places(plain))
        {
            double[][] gradients = [.. plain.Steps.Select(step => step.Gradient[parameter.Name].AsSpan(first, count).ToArray())];
            double?[] clipped = Each(step => Expect.Norm(gradients[step].Select(Clipped)) * factors[step] is var norm && norm < Expect.Norm(gradients[step]) ? norm : null);
            Expect.Column(record.Steps, "gradients", series, "norm", Each(step => Expect.Norm(gradients[step])));
            Expect.Column(record.Steps, "gradients", series, "rms", Each(step => Expect.Norm(gradients[step]) / Math.Sqrt(count)));
            Expect.Column(record.Steps, "gradients", series, "cosine", Each(step => step == 0 ? null : Expect.Cosine(gradients[step], gradients[step - 1])), 1e-5);
            if (clipped.Any(value => value is not null))
                Expect.Column(record.Steps, "gradients", series, "clipped", clipped);
            else
                Assert.Null(record.Steps.Find(new("gradients", series, "clipped")));
            anyClipped |= clipped.Any(value => value is not null);
        }
        Assert.Equal(clipNorm + clipValue > 0, anyClipped);
    }

    [Fact]
    public void Gradients_InTheRunsDocument_AreOfParametersAndNotOfGates()
    {
        Inspector inspector = new LensRun().Watch(new ParameterGradientGeometry());
        Assert.Equal(new LensModel("lstm").Parameters.Select(parameter => parameter.Name), inspector.SummarizeGradients().Keys);
    }

    [Theory]
    [MemberData(nameof(Runs))]
    public void GradientActivation_OfEveryParameterAndGate_IsWhatAPlainLoopCounts(string cell, DType dtype, int passes, double clipNorm, double clipValue)
    {
        const double Threshold = 0.2; // high enough that some of these few elements are below
        var (record, plain) = Run(cell, dtype, passes, clipNorm, clipValue).Both(new ParameterGradientActivation(Threshold, every: 1));

        var (least, most) = (new double[] { 1, 1 }, new double[2]);
        foreach ((string series, Parameter parameter, int first, int count) in Places(plain))
        {
            int width = parameter.Shape.Rank == 1 ? 1 : parameter.Shape[1];
            (double Active, double Dead)[] shares = [.. plain.Steps.Select(step =>
            {
                double[] gradient = step.Gradient[parameter.Name];
                double bound = Threshold * Expect.Norm(gradient) / Math.Sqrt(gradient.Length);
                double[][] rows = [.. gradient.AsSpan(first, count).ToArray().Chunk(width)];
                return (rows.SelectMany(row => row).Average(g => Math.Abs(g) > bound ? 1.0 : 0), rows.Average(row => row.All(g => Math.Abs(g) <= bound) ? 1.0 : 0));
            })];
            Expect.Column(record.Steps, "gradientActivation", series, "active", Each(step => shares[step].Active));
            Expect.Column(record.Steps, "gradientActivation", series, "dead", Each(step => shares[step].Dead));
            for (int epoch = 0; epoch < 2; epoch++)
            {
                least[epoch] = Math.Min(least[epoch], shares[(epoch * 3)..(epoch * 3 + 3)].Average(share => share.Active));
                most[epoch] = Math.Max(most[epoch], shares[(epoch * 3)..(epoch * 3 + 3)].Average(share => share.Dead));
            }
        }
        Expect.Column(record.Epochs, "gradientActivation", "worst", "active", [least[0], least[1]]);
        Expect.Column(record.Epochs, "gradientActivation", "worst", "dead", [most[0], most[1]]);
        Assert.InRange(most[0], 1e-3, 1);
        Assert.InRange(least[0], 0, 0.999);
    }

    [Fact]
    public void GradientActivation_OfAnEmbedding_CountsRowsThatTheBatchHasNotAsDead()
    {
        var (record, plain) = new LensRun().Both(new ParameterGradientActivation(every: 2));

        double?[] dead = Each(step => step % 2 != 0 ? null : plain.Steps[step].Gradient["words.weight"].Chunk(3).Average(row => row.All(g => g == 0) ? 1.0 : 0));
        Expect.Column(record.Steps, "gradientActivation", "words.weight", "dead", dead);
        Assert.True(dead[2] > 0.5); // two texts of two words, of twelve
    }

    [Theory]
    [MemberData(nameof(Runs))]
    public void Weights_AtTheEndOfEachEpoch_AreWhatAPlainLoopSays(string cell, DType dtype, int passes, double clipNorm, double clipValue)
    {
        var (record, plain) = Run(cell, dtype, passes, clipNorm, clipValue).Both(new ParameterNorm());

        foreach ((string series, Parameter parameter, int first, int count) in Places(plain))
        {
            double[] norms = [.. plain.Ends.Select(weights => Expect.Norm(weights[parameter.Name].AsSpan(first, count).ToArray()))];
            Expect.Column(record.Epochs, "weights", series, "norm", [norms[0], norms[1]]);
            Expect.Column(record.Epochs, "weights", series, "rms", [norms[0] / Math.Sqrt(count), norms[1] / Math.Sqrt(count)]);
        }
        foreach (Parameter parameter in plain.Parameters)
        {
            Expect.Column(record.Epochs, "weights", parameter.Name, "share", Each(epoch => Expect.Norm(plain.Ends[epoch][parameter.Name]) / plain.Parameters
                .Where(other => (other.Shape.Rank == 1) == (parameter.Shape.Rank == 1)).Sum(other => Expect.Norm(plain.Ends[epoch][other.Name])), 2));
        }
    }

    [Theory]
    [MemberData(nameof(Runs))]
    public void Updates_OfEveryParameterAndGate_AreWhatAPlainLoopSays(string cell, DType dtype, int passes, double clipNorm, double clipValue)
    {
        // weights of single precision round the update that a plain difference sees
        double tolerance = dtype == DType.Float32 ? 2e-4 : 2e-6;
        var (record, plain) = Run(cell, dtype, passes, clipNorm, clipValue).Both(new ParameterUpdateGeometry(cosine: true));

        foreach ((string series, Parameter parameter, int first, int count) in Places(plain))
        {
            (double[] Gradient, double[] Before, double[] Update)[] moved = [.. plain.Steps.Select(step =>
            {
                int[] at = [.. Enumerable.Range(first, count)];
                if (parameter.Name == "words.weight")
                    at = [.. step.Words.SelectMany(row => Enumerable.Range(row * 3, 3))];
                return (
                    at.Select(i => step.Gradient[parameter.Name][i]).ToArray(),
                    at.Select(i => step.Before[parameter.Name][i]).ToArray(),
                    at.Select(i => step.After[parameter.Name][i] - step.Before[parameter.Name][i]).ToArray());
            })];
            Expect.Column(record.Steps, "updates", series, "norm", Each(step => Expect.Norm(moved[step].Update)), tolerance);
            Expect.Column(record.Steps, "updates", series, "ratio", Each(step => Expect.Norm(moved[step].Update) / Expect.Norm(moved[step].Before)), tolerance);
            Expect.Column(record.Steps, "updates", series, "turn", Each(step => -Expect.Cosine(moved[step].Gradient, moved[step].Update)), tolerance);
            if (series != parameter.Name)
                continue;
            double[][] updates = [.. plain.Steps.Select(step => step.After[series].Zip(step.Before[series], (after, before) => after - before).ToArray())];
            if (series == "words.weight")
                Assert.Null(record.Steps.Find(new("updates", series, "cosine")));
            else
                Expect.Column(record.Steps, "updates", series, "cosine", Each(step => step == 0 ? null : Expect.Cosine(updates[step], updates[step - 1])), tolerance);
            Expect.Column(record.Epochs, "updates", series, "path", Each(epoch => moved.Take((epoch + 1) * 3).Sum(step => Expect.Norm(step.Update)), 2), tolerance);
            Expect.Column(record.Epochs, "updates", series, "distance", Each(epoch => Expect.Norm(plain.Ends[epoch][series].Zip(plain.Start[series], (end, start) => end - start)), 2));
        }
    }

    [Fact]
    public void Turn_OfPlainGradientDescent_IsOne()
    {
        RecordFile record = new LensRun { Optimizer = model => new Sgd(model.Parameters, new SgdOptions { LearningRate = 0.5 }) }.Under(new ParameterUpdateGeometry());
        foreach (RecordColumn turn in record.Steps.Columns.Where(column => column.Key.Statistic == "turn"))
            Assert.All(record.Steps.All(turn), value => Assert.Equal(1, value, 5));
    }

    /// <summary>The largest eigenvalue of shift·I ± AᵀA by power iteration.</summary>
    static double Power(double[,] gram, double shift, double sign)
    {
        int n = gram.GetLength(0);
        double[] x = [.. Enumerable.Range(0, n).Select(i => 1 + 0.37 * i % 1.1)];
        double value = 0;
        for (int round = 0; round < 20_000; round++)
        {
            double[] y = [.. Enumerable.Range(0, n).Select(i => shift * x[i] + sign * Enumerable.Range(0, n).Sum(j => gram[i, j] * x[j]))];
            value = Expect.Norm(y);
            if (value == 0)
                return 0;
            x = [.. y.Select(each => each / value)];
        }
        return value;
    }

    static (double Largest, double Smallest) Singular(double[] matrix, int rows, int columns)
    {
        int n = Math.Min(rows, columns);
        double At(int row, int column) => rows < columns ? matrix[column * columns + row] : matrix[row * columns + column];
        double Entry(int i, int j) => rows < columns
            ? Enumerable.Range(0, columns).Sum(k => matrix[i * columns + k] * matrix[j * columns + k])
            : Enumerable.Range(0, rows).Sum(k => At(k, i) * At(k, j));
        double[,] gram = new double[n, n];
        for (int i = 0; i < n; i++)
        {
            for (int j = 0; j < n; j++)
                gram[i, j] = Entry(i, j);
        }
        double largest = Power(gram, 0, 1);
        return (Math.Sqrt(largest), n == 1 ? Math.Sqrt(largest) : Math.Sqrt(largest - Power(gram, largest, -1)));
    }

    [Theory]
    [InlineData("lstm", DType.Float32)]
    [InlineData("gru", DType.Float64)]
    [InlineData("rnn", DType.Float64)]
    public void Condition_OfEveryMatrixAndGate_IsThatOfItsSingularValues(string cell, DType dtype)
    {
        var (record, plain) = new LensRun { Cell = cell, DType = dtype }.Both(new ParameterCond());

        List<string> seen = [];
        foreach ((string series, Parameter parameter, int first, int count) in Places(plain).Where(place => place.Parameter.Shape.Rank == 2 && place.Series != "words.weight"))
        {
            seen.Add(series);
            int columns = parameter.Shape[1];
            (double Largest, double Smallest)[] expected = [.. plain.Ends.Select(weights => Singular(weights[parameter.Name].AsSpan(first, count).ToArray(), count / columns, columns))];
            Expect.Column(record.Epochs, "condition", series, "largest", Each(epoch => expected[epoch].Largest, 2), 1e-5);
            Expect.Column(record.Epochs, "condition", series, "smallest", Each(epoch => expected[epoch].Smallest, 2), 1e-4);
            Expect.Column(record.Epochs, "condition", series, "condition", Each(epoch => expected[epoch].Largest / expected[epoch].Smallest, 2), 1e-4);
        }
        Assert.Equal(seen, record.Epochs.Columns.Where(column => column.Key.Lens == "condition").Select(column => column.Key.Series).Distinct());
    }

    [Theory]
    [InlineData(0.05)]
    [InlineData(0.35)]
    [InlineData(1e6)]
    public void Clipping_OfAnEpoch_IsItsShareAndMeanFactor(double limit)
    {
        var (record, plain) = new LensRun { ClipNorm = limit }.Both(new Clipping());

        double[] norms = [.. plain.Steps.Select(step => Expect.Norm(step.Gradient.Values.SelectMany(g => g)))];
        double Factor(int step) => Math.Max(1, (norms[step] + 1e-6) / limit);
        int[] Clipped(int epoch) => [.. Enumerable.Range(epoch * 3, 3).Where(step => Factor(step) > 1)];
        Expect.Column(record.Epochs, "clipping", "all", "rate", Each(epoch => Clipped(epoch).Length / 3.0, 2));
        Expect.Column(record.Epochs, "clipping", "all", "shrink", Each(epoch => Clipped(epoch) is { Length: > 0 } steps ? steps.Average(Factor) : null, 2));
    }

    [Fact]
    public void Clipping_OfStepsThatAreNotFinite_CountsThemNeitherWay()
    {
        using Inspector inspector = new Inspector(new Clipping()).Attach(new LensModel("rnn"));
        inspector.Observe(new StepObservation { Norm = double.NaN, ClippedNorm = double.NaN });
        inspector.Observe(new StepObservation { Norm = 4, ClippedNorm = 1 });
        inspector.Observe(new StepObservation { Norm = 1, ClippedNorm = double.NaN });
        inspector.TickEpoch();
        RecordRows epochs = inspector.ReadRecord().Epochs;
        Expect.Column(epochs, "clipping", "all", "rate", [0.5]);
        Expect.Column(epochs, "clipping", "all", "shrink", [4]);
    }

    [Theory]
    [InlineData("lstm", DType.Float32)]
    [InlineData("gru", DType.Float32)]
    [InlineData("rnn", DType.Float64)]
    public void Monitorch_WatchingAll_ChangesNoBit(string cell, DType dtype)
    {
        LensRun run = new() { Cell = cell, DType = dtype, Passes = 2, ClipNorm = 0.1 };
        Assert.Equal(run.Weights(), run.Weights(LensSets.Monitorch()));
    }

    [Fact]
    public void Monitorch_IsNineLensesOfTheirOwnNames()
    {
        Assert.Equal(
            ["loss", "activation", "outputs", "outputGradients", "gradients", "gradientActivation", "weights", "updates", "condition"],
            LensSets.Monitorch().Select(lens => lens.Name));
        Assert.Empty(LensSets.Monitorch().Intersect(LensSets.Monitorch()));
    }
}
