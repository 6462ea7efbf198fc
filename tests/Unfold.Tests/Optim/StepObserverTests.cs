using Unfold.Optim;

namespace Unfold.Tests;

public sealed class StepObserverTests
{
    const int Rows = 30, Columns = 45; // 1350 elements: more than a block of sums, and an odd tail

    [Theory]
    [InlineData(DType.Float32, false, 1e-5)]
    [InlineData(DType.Float32, true, 1e-5)]
    [InlineData(DType.Float64, false, 1e-12)]
    [InlineData(DType.Float64, true, 1e-12)]
    public void OnParameterStep_DenseOrRows_TellsWhatTheDefinitionsSay(DType dtype, bool sparse, double tolerance)
    {
        var rng = new Rng(5);
        var model = Model(dtype);
        var seen = new Seen();
        var optimizer = new Adam(model.Parameters, new() { LearningRate = 0.01 }) { Observer = seen };
        double[] previous = [];
        for (int step = 0; step < 4; step++)
        {
            double[] gradient = [.. Enumerable.Range(0, Rows * Columns).Select(i => i % 7 == 0 ? 0 : (float)rng.NextNormal())];
            int[] rows = sparse ? [3, step, 10 + (2 * step), 12] : [.. Enumerable.Range(0, Rows)];
            rows = [.. rows.Distinct()];
            bool[] touched = [.. Enumerable.Range(0, Rows * Columns).Select(i => rows.Contains(i / Columns))];
            for (int i = 0; i < gradient.Length; i++) gradient[i] = touched[i] ? gradient[i] : 0;
            double[] before = model.Weight.Value.ToDoubles();
            if (sparse) model.AddRows(gradient, rows);
            else model.AddDense(gradient);
            StepSummary summary = optimizer.Step();
            double[] after = model.Weight.Value.ToDoubles();

            ParameterStep got = seen.Parameters[step];
            int[] moved = [.. Enumerable.Range(0, before.Length).Where(i => touched[i])];
            Assert.Equal(step + 1, got.Step);
            Assert.Equal(before.Length, got.ElementCount);
            Assert.Equal(moved.Length, got.MovedCount);
            Assert.Equal(gradient.Count(g => g == 0), got.ZeroCount);
            Assert.Equal(0, got.NonFiniteCount);
            Assert.Equal(gradient.Max(Math.Abs), got.GradientMaxAbs);
            Near(gradient.Sum(g => g * g), got.GradientNormSquared);
            Near(Math.Sqrt(gradient.Sum(g => g * g) / gradient.Length), got.GradientRms);
            Near(moved.Sum(i => before[i] * before[i]), got.WeightNormSquared);
            Near(moved.Sum(i => Math.Pow(after[i] - before[i], 2)), got.UpdateNormSquared);
            Assert.Equal(moved.Sum(i => before[i] * (after[i] - before[i])), got.WeightDotUpdate, 1e-5);
            Near(got.GradientNorm, summary.GradientNorm!.Value);
            if (step == 0)
            {
                Assert.Null(got.PreviousDot);
                Assert.Null(got.CosineToPrevious);
            }
            else
            {
                double dot = gradient.Zip(previous, (a, b) => a * b).Sum();
                double square = previous.Sum(g => g * g);
                Assert.Equal(dot, got.PreviousDot!.Value, 1e-3 + (tolerance * square));
                Near(square, got.PreviousNormSquared!.Value);
                Assert.Equal(dot / Math.Sqrt(square * gradient.Sum(g => g * g)), got.CosineToPrevious!.Value, 1e-6);
            }
            previous = gradient;
        }

        void Near(double want, double got) => Assert.Equal(want, got, tolerance * Math.Abs(want));
    }

    [Fact]
    public void OnParameterStep_DenseAfterRowsAndBack_TakesTheCosineOfTheWholeGradients()
    {
        var rng = new Rng(8);
        var model = Model(DType.Float64);
        var seen = new Seen();
        var optimizer = new Sgd(model.Parameters) { Observer = seen };
        double[] all = [.. Enumerable.Range(0, Rows * Columns).Select(_ => rng.NextNormal())];
        int[] rows = [7, 2];
        double onRows = all.Where((_, i) => rows.Contains(i / Columns)).Sum(g => g * g);
        model.AddRows(all, rows);
        optimizer.Step();
        model.AddDense(all);
        optimizer.Step();
        model.AddRows(all, rows);
        optimizer.Step();
        Assert.Equal(onRows, seen.Parameters[1].PreviousDot!.Value, 1e-10);
        Assert.Equal(onRows, seen.Parameters[2].PreviousDot!.Value, 1e-10);
        Assert.Equal(all.Sum(g => g * g), seen.Parameters[2].PreviousNormSquared!.Value, 1e-9);
    }

    [Fact]
    public void OnParameterStep_RowsForgottenOrMadeDenseBetween_TakesTheCosineWithTheStepBefore()
    {
        var rng = new Rng(9);
        var model = Model(DType.Float64);
        var seen = new Seen();
        var optimizer = new Sgd(model.Parameters) { Observer = seen };
        double[] all = [.. Enumerable.Range(0, Rows * Columns).Select(_ => rng.NextNormal())];
        double OfRow(int row) => all.AsSpan(row * Columns, Columns).ToArray().Sum(g => g * g);
        model.AddRows(all, [7, 2]);
        optimizer.Step();
        model.AddRows(all, [2, 5]);
        model.Weight.Gradient.Clear(); // as after a step that was skipped
        model.AddRows(all, [4, 2, 7]);
        optimizer.Step();
        model.AddRows(all, [7]);
        model.AddDense(all);
        optimizer.Step();
        Assert.Equal(OfRow(7) + OfRow(2), seen.Parameters[1].PreviousDot!.Value, 1e-10);
        Assert.Equal((2 * OfRow(7)) + OfRow(4) + OfRow(2), seen.Parameters[2].PreviousDot!.Value, 1e-10);
    }

    [Fact]
    public void OnParameterStep_OfTheGradientOnly_TellsNoMoreAndMovesTheSame()
    {
        OneParameter much = Model(DType.Float32), little = Model(DType.Float32);
        Seen everything = new(), gradient = new() { Wanted = StepDetail.Gradient };
        Adam first = new(much.Parameters) { Observer = everything }, second = new(little.Parameters) { Observer = gradient };
        var rng = new Rng(10);
        for (int step = 0; step < 3; step++)
        {
            double[] values = [.. Enumerable.Range(0, Rows * Columns).Select(_ => rng.NextNormal())];
            much.AddRows(values, [1, step, 9]);
            little.AddRows(values, [1, step, 9]);
            first.Step();
            second.Step();
        }
        Assert.Equal(much.Weight.Value.ToDoubles(), little.Weight.Value.ToDoubles());
        foreach ((ParameterStep whole, ParameterStep part) in everything.Parameters.Zip(gradient.Parameters))
        {
            Assert.Equal((whole.GradientNormSquared, whole.PreviousDot), (part.GradientNormSquared, part.PreviousDot));
            Assert.True(whole.UpdateNormSquared > 0);
            Assert.All([part.UpdateNormSquared, part.WeightNormSquared, part.GradientDotUpdate, part.WeightDotUpdate, part.GradientMaxAbs], x => Assert.Equal(double.NaN, x));
            Assert.Null(part.ZeroCount);
        }
    }

    /// <summary>One step in four is told whole, and the gradient before it kept: its numbers are the bits of the run that is told everything.</summary>
    [Theory]
    [InlineData(false, null, null)]
    [InlineData(true, null, null)]
    [InlineData(false, 2.0, null)]
    [InlineData(true, null, 0.5)]
    public void Detail_OfNormsBetween_TellsTheNormsAndLeavesTheOtherStepsAsTheyAre(bool sparse, double? clipNorm, double? clipValue)
    {
        OneParameter much = Model(DType.Float32), little = Model(DType.Float32);
        Seen all = new() { Wanted = StepDetail.Change }, some = new();
        Adam first = new(much.Parameters, new() { ClipNorm = clipNorm, ClipValue = clipValue }) { Observer = all }, second = new(little.Parameters, new() { ClipNorm = clipNorm, ClipValue = clipValue }) { Observer = some };
        var rng = new Rng(11);
        for (int step = 0; step < 12; step++)
        {
            some.Wanted = step % 4 == 0 ? StepDetail.Change : StepDetail.Norm;
            some.Keep = (step + 1) % 4 == 0;
            double[] values = [.. Enumerable.Range(0, Rows * Columns).Select(_ => rng.NextNormal())];
            foreach (OneParameter model in new[] { much, little })
            {
                if (sparse) model.AddRows(values, [1, step, 9]);
                else model.AddDense(values);
            }
            Assert.Equal(first.Step(), second.Step());
        }
        Assert.Equal(much.Weight.Value.ToFloats(), little.Weight.Value.ToFloats());
        Assert.Equal([0, 4, 8], some.Parameters.Select(step => step.Step - 1));
        Assert.Equal(all.Parameters[4].Whole, some.Parameters[1].Whole);
        Assert.Equal(all.Parameters[8].Whole, some.Parameters[2].Whole);
        Assert.NotNull(some.Parameters[2].CosineToPrevious);
        Assert.Equal([.. all.Parameters.Where((_, step) => step % 4 != 0).Select(step => step.GradientNormSquared)], some.Norms);
    }

    [Fact]
    public void Touch_WhereTheTablesNumbersEnd_StillKnowsTheRowsOfTheStepBefore()
    {
        var table = new RowTable(5);
        GradientBuffer before = new(DType.Float64, 10, 2, table), now = new(DType.Float64, 10, 2, table);
        before.Touch<double>([1, 3], -1, out _);
        table.Next = int.MaxValue - 2;
        now.Follow(before);
        now.Touch<double>([3, 4, 3], -1, out ReadOnlySpan<int> slots);
        Assert.Equal([0, 1, 0], slots.ToArray());
        Assert.Equal([(0, 1)], now.PairsWithBefore().ToArray());
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Step_WithAndWithoutObserver_MovesTheWeightsToTheSameBits(bool sparse)
    {
        OneParameter watched = Model(DType.Float32), alone = Model(DType.Float32);
        Adam forWatched = new(watched.Parameters, new() { ClipNorm = 3 }) { Observer = new Seen() }, forAlone = new(alone.Parameters, new() { ClipNorm = 3 });
        var rng = new Rng(6);
        for (int step = 0; step < 20; step++)
        {
            double[] gradient = [.. Enumerable.Range(0, Rows * Columns).Select(_ => rng.NextNormal())];
            foreach (OneParameter model in new[] { watched, alone })
            {
                if (sparse) model.AddRows(gradient, [step, 29 - step]);
                else model.AddDense(gradient);
            }
            Assert.Equal(forAlone.Step(), forWatched.Step());
        }
        Assert.Equal(alone.Weight.Value.ToFloats(), watched.Weight.Value.ToFloats());
    }

    [Fact]
    public void OnStep_Clipping_TellsTheNormBeforeAndAfter()
    {
        var model = new OneParameter([0, 0], new Shape(1, 2));
        var seen = new Seen();
        var optimizer = new Sgd(model.Parameters, new() { LearningRate = 1, ClipNorm = 1, ClipValue = 3 }) { Observer = seen };
        model.AddDense([3, -40]);
        optimizer.Step();
        StepSummary summary = seen.Steps.Single();
        Assert.Equal(Math.Sqrt(1609), summary.GradientNorm!.Value, 1e-12);
        Assert.Equal(1, summary.ClippedNorm!.Value, 1e-6);
        Assert.True(summary.Clipped);
        double[] weight = model.Weight.Value.ToDoubles();
        Assert.Equal(-Math.Sqrt(0.5), weight[0], 1e-6);
        Assert.Equal(Math.Sqrt(0.5), weight[1], 1e-6);
        Assert.Equal(40, seen.Parameters.Single().GradientMaxAbs); // as it was before clipping
    }

    [Theory]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    public void Step_NotFiniteNormAndClipping_LeavesTheWeightsAndSaysSo(double bad)
    {
        var model = new OneParameter([1, 2], new Shape(1, 2));
        var seen = new Seen();
        var optimizer = new Adam(model.Parameters, new() { ClipNorm = 1 }) { Observer = seen };
        model.AddDense([1, bad]);
        Assert.True(optimizer.Step().Skipped);
        Assert.False(double.IsFinite(seen.Steps.Single().GradientNorm!.Value));
        Assert.Equal([1.0, 2.0], model.Weight.Value.ToDoubles());
        Assert.True(model.Weight.Gradient.IsEmpty);
        model.AddDense([1, 1]);
        Assert.False(optimizer.Step().Skipped);
        Assert.True(model.Weight.Value.ToDoubles()[0] < 1);
    }

    [Fact]
    public void OnParameterStep_NotFiniteElements_AreCounted()
    {
        var model = Model(DType.Float32);
        var seen = new Seen();
        double[] gradient = [.. Enumerable.Repeat(0.5, Rows * Columns)];
        (gradient[0], gradient[700], gradient[^1]) = (double.NaN, double.NegativeInfinity, double.NaN);
        model.AddDense(gradient);
        new Sgd(model.Parameters) { Observer = seen }.Step();
        Assert.Equal(3, seen.Parameters.Single().NonFiniteCount);
        Assert.Equal(0.5, seen.Parameters.Single().GradientMaxAbs);
        Assert.False(double.IsFinite(seen.Parameters.Single().GradientNorm));
    }

    static OneParameter Model(DType dtype)
    {
        var rng = new Rng(4);
        return new OneParameter([.. Enumerable.Range(0, Rows * Columns).Select(_ => rng.NextNormal())], new Shape(Rows, Columns), dtype);
    }

    sealed class Seen : IStepObserver
    {
        public List<ParameterStep> Parameters { get; } = [];

        public List<StepSummary> Steps { get; } = [];

        public List<double> Norms { get; } = [];

        public StepDetail Wanted { get; set; } = StepDetail.Everything;

        public bool Keep { get; set; } = true;

        public StepDetail Detail(Parameter parameter) => Wanted;

        public bool Keeps(Parameter parameter) => Keep;

        public void OnParameterNorm(Parameter parameter, double squaredNorm) => Norms.Add(squaredNorm);

        public void OnParameterStep(in ParameterStep step) => Parameters.Add(step);

        public void OnStep(in StepSummary summary) => Steps.Add(summary);
    }
}
