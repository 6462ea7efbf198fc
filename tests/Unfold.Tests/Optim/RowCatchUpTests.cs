using Unfold.Optim;

namespace Unfold.Tests;

/// <summary>Row-sparse gradients give the dense result to the bit, whenever rows are read.</summary>
public sealed class RowCatchUpTests
{
    static readonly Dictionary<string, Func<OneParameter, LearningRateSchedule, Optimizer>> Kinds = new(StringComparer.Ordinal)
    {
        ["adam"] = (m, s) => new Adam(m.Parameters, new() { LearningRate = 0.003, Schedule = s }),
        ["adam fast moments"] = (m, s) => new Adam(m.Parameters, new() { LearningRate = 0.003, Beta1 = 0.3, Beta2 = 0.6, Schedule = s }),
        ["adam odd betas"] = (m, s) => new Adam(m.Parameters, new() { LearningRate = 0.003, Beta1 = 0.99, Beta2 = 0.9, Schedule = s }),
        ["adam l2"] = (m, s) => new Adam(m.Parameters, new() { LearningRate = 0.003, WeightDecay = 0.01, Schedule = s }),
        ["adamw"] = (m, s) => new AdamW(m.Parameters, new() { LearningRate = 0.003, WeightDecay = 0.01, Schedule = s }),
        ["sgd"] = (m, s) => new Sgd(m.Parameters, new() { LearningRate = 0.05, Schedule = s }),
        ["sgd l2"] = (m, s) => new Sgd(m.Parameters, new() { LearningRate = 0.05, WeightDecay = 0.02, Schedule = s }),
        ["momentum"] = (m, s) => new Sgd(m.Parameters, new() { LearningRate = 0.05, Momentum = 0.9, Dampening = 0.1, Schedule = s }),
        ["momentum forever"] = (m, s) => new Sgd(m.Parameters, new() { LearningRate = 0.05, Momentum = 1, Schedule = s }),
        ["nesterov l2"] = (m, s) => new Sgd(m.Parameters, new() { LearningRate = 0.05, Momentum = 0.8, Nesterov = true, WeightDecay = 0.02, Schedule = s }),
    };

    static readonly LearningRateSchedule[] Schedules =
    [
        LearningRateSchedule.Constant,
        LearningRateSchedule.Cosine(300).WithWarmUp(100),
        LearningRateSchedule.Constant.Then(60, LearningRateSchedule.Cosine(1).Then(50, LearningRateSchedule.Steps(100, 3))), // off, and then above what it was
    ];

    static readonly int[] Few = [3, 17, 5];

    public static TheoryData<string, DType, int> Combinations()
    {
        var data = new TheoryData<string, DType, int>();
        foreach (string kind in Kinds.Keys)
        {
            foreach (DType dtype in new[] { DType.Float32, DType.Float64 })
            {
                for (int schedule = 0; schedule < Schedules.Length; schedule++) data.Add(kind, dtype, schedule);
            }
        }
        return data;
    }

    [Theory]
    [MemberData(nameof(Combinations))]
    public void Step_RowSparse_GivesTheBitsOfDense(string kind, DType dtype, int schedule)
    {
        const int rows = 40, columns = 13;
        var rng = new Rng(17);
        double[] start = Draw(rng, rows * columns, 0.1);
        start.AsSpan(0, columns).Clear(); // weights of exactly zero never come to rest
        start.AsSpan(columns, columns).Fill(1e-30);
        OneParameter dense = new(start, new Shape(rows, columns), dtype), sparse = new(start, new Shape(rows, columns), dtype);
        Optimizer forDense = Kinds[kind](dense, Schedules[schedule]), forSparse = Kinds[kind](sparse, Schedules[schedule]);
        for (int step = 0; step < 500; step++)
        {
            int[] touched = Touched(rng, rows);
            double[] gradient = Draw(rng, rows * columns, Math.Pow(10, -rng.Next(9)));
            double[] masked = new double[gradient.Length];
            foreach (int row in touched) gradient.AsSpan(row * columns, columns).CopyTo(masked.AsSpan(row * columns));
            dense.AddDense(masked);
            if (step % 151 == 150) sparse.AddDense(masked); // a dense gradient now and then, as tied weights give
            else sparse.AddRows(gradient, touched);
            forDense.Step();
            forSparse.Step();
            if (step % 7 == 0) sparse.Weight.PendingRows?.CatchUp(Touched(rng, rows));
            if (step % 173 == 172) AssertSameBits(dense, sparse, step);
        }
        AssertSameBits(dense, sparse, 500);
        var (denseState, sparseState) = (forDense.CopyState(), forSparse.CopyState());
        Assert.Equal(denseState.Keys, sparseState.Keys);
        foreach (string name in denseState.Keys) Assert.Equal(Bits(denseState[name]), Bits(sparseState[name]));
    }

    [Theory]
    [InlineData("adam", DType.Float32)]
    [InlineData("adam", DType.Float64)]
    [InlineData("momentum", DType.Float32)]
    public void Step_RowsIdleForThousandsOfSteps_GivesTheBitsOfDense(string kind, DType dtype)
    {
        // Longer than the window of remembered steps, and until moments have become too small to shrink.
        var rng = new Rng(3);
        double[] start = Draw(rng, 6 * 9, 1);
        OneParameter dense = new(start, new Shape(6, 9), dtype), sparse = new(start, new Shape(6, 9), dtype);
        Optimizer forDense = Kinds[kind](dense, LearningRateSchedule.Constant), forSparse = Kinds[kind](sparse, LearningRateSchedule.Constant);
        for (int step = 0; step < 4000; step++)
        {
            int row = step < 4 ? step : 0; // rows 1 to 3 are touched once, 4 and 5 never
            double[] gradient = Draw(rng, 6 * 9, 0.5), masked = new double[6 * 9];
            gradient.AsSpan(row * 9, 9).CopyTo(masked.AsSpan(row * 9));
            dense.AddDense(masked);
            sparse.AddRows(gradient, [row]);
            forDense.Step();
            forSparse.Step();
        }
        AssertSameBits(dense, sparse, 4000);
        Assert.Equal(Bits(forDense.CopyState().GetAt(2).Value), Bits(forSparse.CopyState().GetAt(2).Value));
    }

    [Fact]
    public void CatchUp_OnSeveralThreads_GivesTheBitsOfOne()
    {
        // 600 rows of 40, 50 steps late: enough for the work to be shared out; some rows named twice.
        const int rows = 600, columns = 40;
        double[] start = Draw(new Rng(9), rows * columns, 0.1), gradient = Draw(new Rng(10), rows * columns, 0.01);
        int[] all = [.. Enumerable.Range(0, rows)];
        ulong[][] bits = new ulong[2][];
        int before = Execution.Threads;
        try
        {
            for (int run = 0; run < 2; run++)
            {
                Execution.Threads = run == 0 ? 1 : 3;
                var model = new OneParameter(start, new Shape(rows, columns), DType.Float32);
                var optimizer = new Adam(model.Parameters);
                for (int step = 0; step <= 100; step++)
                {
                    model.AddRows(gradient, step == 0 ? all : [0]);
                    optimizer.Step();
                    if (step == 50) model.Weight.PendingRows!.CatchUp([.. all, .. all]);
                }
                bits[run] = Bits(model.Weight.Value);
            }
        }
        finally
        {
            Execution.Threads = before;
        }
        Assert.Equal(bits[0], bits[1]);
    }

    [Fact]
    public void Step_AfterTheFirst_AllocatesNothing()
    {
        var model = new OneParameter(Draw(new Rng(1), 60, 1), new Shape(20, 3));
        var optimizer = new Adam(model.Parameters, new() { ClipNorm = 1 });
        double[] gradient = Draw(new Rng(2), 60, 1);
        for (int step = 0; step < 3; step++) Once();
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int step = 0; step < 20; step++) Once();
        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());

        void Once()
        {
            model.AddRows(gradient, Few);
            optimizer.Step();
        }
    }

    [Fact]
    public void WeightDecay_SwitchedOnLater_ReachesTheRowsAtRest()
    {
        double[] ones = [.. Enumerable.Repeat(1.0, 12)];
        OneParameter dense = new(ones, new Shape(4, 3)), sparse = new(ones, new Shape(4, 3));
        AdamW forDense = new(dense.Parameters), forSparse = new(sparse.Parameters);
        for (int step = 0; step < 30; step++)
        {
            if (step is 10 or 20) forDense.WeightDecay = forSparse.WeightDecay = step == 10 ? 0.1 : 0;
            double[] masked = [.. ones.Select((_, i) => i < 3 ? 1.0 : 0)];
            dense.AddDense(masked);
            sparse.AddRows(masked, [0]);
            forDense.Step();
            forSparse.Step();
        }
        Assert.NotEqual(1, dense.Weight.Value.ToDoubles()[11]);
        AssertSameBits(dense, sparse, 30);
    }

    [Fact]
    public void SparseAdam_UntouchedRows_StayAsTheyAre()
    {
        var model = new OneParameter(Draw(new Rng(1), 12, 1), new Shape(4, 3));
        double[] before = model.Weight.Value.ToDoubles();
        var optimizer = new SparseAdam(model.Parameters);
        model.AddRows(Draw(new Rng(2), 12, 1), [1]);
        optimizer.Step();
        double[] afterOne = model.Weight.Value.ToDoubles();
        model.AddRows(Draw(new Rng(3), 12, 1), [2]);
        optimizer.Step();
        double[] after = model.Weight.Value.ToDoubles();
        Assert.Equal(before[..3], after[..3]);
        Assert.Equal(afterOne[3..6], after[3..6]);
        Assert.NotEqual(before[3..6], after[3..6]);
    }

    static int[] Touched(Rng rng, int rows)
    {
        // A few frequent rows, many rare ones, the last ten never.
        var touched = new HashSet<int>();
        int count = 1 + rng.Next(6);
        while (touched.Count < count) touched.Add((int)((rows - 10) * Math.Pow(rng.NextDouble(), 3)));
        return [.. touched];
    }

    static double[] Draw(Rng rng, int count, double scale) => [.. Enumerable.Range(0, count).Select(_ => rng.NextNormal() * scale)];

    static void AssertSameBits(OneParameter dense, OneParameter sparse, int step)
    {
        ulong[] want = Bits(dense.Weight.Value), got = Bits(sparse.Weight.Value);
        int differs = Enumerable.Range(0, want.Length).Count(i => want[i] != got[i]);
        Assert.True(differs == 0, $"step {step}: {differs} of {want.Length} weights differ");
    }

    static ulong[] Bits(Tensor tensor) => [.. tensor.ToDoubles().Select(BitConverter.DoubleToUInt64Bits)];
}
