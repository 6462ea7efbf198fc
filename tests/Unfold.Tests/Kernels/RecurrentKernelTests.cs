using System.Numerics;
using Unfold.Kernels;

namespace Unfold.Tests.Kernels;

public class RecurrentKernelTests
{
    static readonly int[] Few = [5, 5, 4, 2, 1, 0];
    static readonly int[] ManyBlocks = [7, 7, 7, 6, 6, 6, 6, 5, 5, 5, 4, 4, 4, 4, 3, 3, 3, 3, 3, 2, 2, 2, 2, 2, 2, 2, 1, 1, 1, 1, 1, 1, 1, 0, 0];

    public static TheoryData<string, bool, int> Cases
    {
        get
        {
            var data = new TheoryData<string, bool, int>();
            foreach (string cell in (string[])["tanh", "relu", "sigmoid", "lstm", "gru"])
            {
                foreach (bool reverse in (bool[])[false, true])
                {
                    foreach (int units in (int[])[1, 3, 8, 9, 17])
                        data.Add(cell, reverse, units);
                }
            }

            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Forward_EqualsDefinition(string cell, bool reverse, int units)
    {
        Forward<double>(cell, reverse, units, Few, 16);
        Forward<double>(cell, reverse, units, ManyBlocks, 16);
        Forward<float>(cell, reverse, units, ManyBlocks, 32);
    }

    [Theory]
    [InlineData("tanh", false), InlineData("tanh", true), InlineData("sigmoid", false), InlineData("relu", true), InlineData("lstm", false)]
    [InlineData("lstm", true), InlineData("gru", false), InlineData("gru", true)]
    public void Backward_EqualsDifferencesOfTheDefinition(string cell, bool reverse)
    {
        var run = new RecurrentRun<double>(cell, reverse, 3, Few);
        run.Forward();
        run.Backward(default(NoProbe));
        AssertGradient(run, run.Z, run.GateGradients, "z");
        AssertGradient(run, run.H0, run.StateGradients, "h0");
        AssertGradient(run, run.W, run.WeightGradients(), "w");
        if (cell == "lstm")
            AssertGradient(run, run.C0, run.CellGradients, "c0");
    }

    [Theory]
    [InlineData("tanh"), InlineData("lstm"), InlineData("gru")]
    public void Backward_InFloat_FollowsDouble(string cell)
    {
        foreach (bool reverse in (bool[])[false, true])
        {
            var wide = new RecurrentRun<double>(cell, reverse, 9, ManyBlocks);
            var single = new RecurrentRun<float>(cell, reverse, 9, ManyBlocks);
            wide.Forward();
            single.Forward();
            wide.Backward(default(NoProbe));
            single.Backward(default(NoProbe));
            Fill.AssertClose<float>(wide.GateGradients, single.GateGradients, 64, "dz");
            Fill.AssertClose<float>(wide.StateGradients, single.StateGradients, 64, "dh0");
        }
    }

    [Theory]
    [InlineData(256, 1, 160_000, 48)] // as many as use a panel of weights in turn
    [InlineData(32, 1, 16_384, 36)]
    [InlineData(3, 1, 16_384, 12)]
    [InlineData(256, 2, 160_000, 32)] // four blocks for each thread, all the same
    [InlineData(64, 2, 160_000, 16)]
    [InlineData(512, 2, 160_000, 43)]
    [InlineData(5, 2, 160_000, 5)] // few: together
    [InlineData(256, 16, 160_000, 16)]
    [InlineData(64, 1, 21_160_000, 64)] // weights that no cache holds: read once a step by each thread
    [InlineData(64, 2, 21_160_000, 32)]
    [InlineData(1, 16, 21_160_000, 1)]
    public void BlockRows_AreAsManyAsThreadsAndCachesLike(int sequences, int threads, long weightBytes, int rows) =>
        Assert.Equal(rows, TimeWalk.BlockRows(sequences, threads, weightBytes));

    [Theory]
    [InlineData("tanh"), InlineData("relu"), InlineData("lstm"), InlineData("gru")]
    public void InputProductsWithinTheWalk_AreTheSameBitsAsForAllStepsAtOnce(string cell)
    {
        foreach ((int units, int features, bool reverse) in ((int, int, bool)[])[(9, 5, false), (33, 100, true), (80, 300, false)])
        {
            var apart = new RecurrentRun<float>(cell, reverse, units, ManyBlocks, features);
            var joined = new RecurrentRun<float>(cell, reverse, units, ManyBlocks, features, joins: true);
            apart.Forward();
            joined.Forward();
            Assert.Equal(apart.Outputs, joined.Outputs);
            apart.Backward(default(NoProbe));
            joined.Backward(default(NoProbe));
            Assert.Equal(apart.GateGradients, joined.GateGradients);
            Assert.Equal(apart.InputGradients, joined.InputGradients);
        }
    }

    [Theory]
    [InlineData("tanh"), InlineData("lstm"), InlineData("gru")]
    public void Results_WithAnyNumberOfThreads_AreTheSameBits(string cell)
    {
        int[] lengths = [.. Enumerable.Range(0, 75).Select(static i => 40 - i / 2)];
        int before = Execution.Threads;
        try
        {
            Execution.Threads = 1;
            var one = new RecurrentRun<float>(cell, true, 48, lengths);
            one.Forward();
            one.Backward(default(NoProbe));
            foreach (int threads in (int[])[2, 5])
            {
                Execution.Threads = threads;
                var many = new RecurrentRun<float>(cell, true, 48, lengths);
                many.Forward();
                many.Backward(default(NoProbe));
                Assert.Equal(one.Outputs, many.Outputs);
                Assert.Equal(one.GateGradients, many.GateGradients);
                Assert.Equal(one.StateGradients, many.StateGradients);
            }
        }
        finally
        {
            Execution.Threads = before;
        }
    }

    [Fact]
    public void Backward_WithProbe_ShowsGradientByEveryOutputOnce()
    {
        var run = new RecurrentRun<double>("tanh", false, 5, ManyBlocks);
        run.Forward();
        var seen = new double[run.Outputs.Length];
        run.Backward(new Recorder(seen, run.Twin.Offsets));
        for (int i = 0; i < seen.Length; i++)
            Assert.Equal(run.GateGradients[i], seen[i] * (1 - run.Outputs[i] * run.Outputs[i]), 1e-14);

        var unwatched = new RecurrentRun<double>("tanh", false, 5, ManyBlocks);
        unwatched.Forward();
        unwatched.Backward(default(NoProbe));
        Assert.Equal(unwatched.GateGradients, run.GateGradients);
    }

    [Theory]
    [InlineData("tanh"), InlineData("lstm"), InlineData("gru")]
    public void Backward_OfVanishingGradient_EndsAtZeroNotInDenormals(string cell)
    {
        var run = new RecurrentRun<float>(cell, false, 8, [400]);
        for (int i = 0; i < run.W.Length; i++)
            run.W[i] *= 0.2f;
        run.ClearOutputGradients();
        run.Forward();
        run.Backward(default(NoProbe));
        Assert.All(run.StateGradients, static g => Assert.Equal(0f, g));
        Assert.DoesNotContain(run.GateGradients, float.IsSubnormal);
        Assert.Contains(run.GateGradients, static g => g != 0);
    }

    [Theory]
    [InlineData("tanh", false), InlineData("tanh", true), InlineData("relu", true), InlineData("sigmoid", false)]
    public void Forward_WhereTheOutputsWillStand_IsTheSame(string cell, bool joins)
    {
        (RecurrentRun<float> apart, RecurrentRun<float> inPlace) =
            (new(cell, true, 21, ManyBlocks, features: 13, joins), new(cell, true, 21, ManyBlocks, features: 13, joins) { InPlace = true });
        apart.Forward();
        inPlace.Forward();
        Assert.Equal(apart.Outputs, inPlace.Outputs);
        Assert.Equal(apart.State, inPlace.State);
    }

    [Theory]
    [InlineData("tanh", 3), InlineData("tanh", 21), InlineData("relu", 17), InlineData("sigmoid", 5), InlineData("lstm", 9), InlineData("gru", 9)]
    public void Passes_WhereRowsStandCloseTogether_AreTheSame(string cell, int units)
    {
        foreach (bool inPlace in (bool[])[false, true])
        {
            (RecurrentRun<float> apart, RecurrentRun<float> close) =
                (new(cell, false, units, ManyBlocks) { InPlace = inPlace }, new(cell, false, units, ManyBlocks, close: true) { InPlace = inPlace });
            foreach (RecurrentRun<float> run in (RecurrentRun<float>[])[apart, close])
            {
                run.Forward();
                run.Backward(default(NoProbe));
            }

            Assert.Equal(apart.Outputs, close.Outputs);
            Assert.Equal(apart.State, close.State);
            Assert.Equal(apart.GateGradients, close.GateGradients);
            Assert.Equal(apart.StateGradients, close.StateGradients);
            Assert.Equal(apart.WeightGradients(), close.WeightGradients());
        }
    }

    [Theory]
    [InlineData("tanh"), InlineData("relu"), InlineData("sigmoid"), InlineData("lstm"), InlineData("gru")]
    public void Backward_WithoutOutputGradients_IsThatOfZeros(string cell)
    {
        (RecurrentRun<float> zeros, RecurrentRun<float> nothing) = (new(cell, true, 21, ManyBlocks), new(cell, true, 21, ManyBlocks));
        zeros.ClearOutputGradients();
        nothing.ClearOutputGradients(given: false);
        foreach (RecurrentRun<float> run in (RecurrentRun<float>[])[zeros, nothing])
        {
            run.Forward();
            run.Backward(default(NoProbe));
        }

        Assert.Contains(zeros.StateGradients, static g => g != 0);
        Assert.Equal(zeros.StateGradients, nothing.StateGradients);
        Assert.Equal(zeros.CellGradients, nothing.CellGradients);
        Assert.Equal(zeros.GateGradients, nothing.GateGradients);
    }

    [Theory]
    [InlineData(1), InlineData(2)]
    public void Forward_WhenCancelled_Ends(int threads)
    {
        int before = Execution.Threads;
        using var stop = new CancellationTokenSource();
        stop.Cancel();
        Execution.Threads = threads;
        try
        {
            var run = new RecurrentRun<float>("lstm", false, 8, ManyBlocks);
            Assert.ThrowsAny<OperationCanceledException>(() => Execution.Cancellable(stop.Token, run.Forward));
        }
        finally
        {
            Execution.Threads = before;
        }
    }

    [Fact]
    public void Forward_OfEmptySequences_KeepsTheirStates()
    {
        var steps = new RaggedSteps([], [], 3);
        Assert.Equal(0, steps.Rows);
        var run = new RecurrentRun<float>("lstm", false, 4, [0, 0, 0]);
        run.Forward();
        Assert.Equal(run.H0, run.State);
    }

    static void Forward<T>(string cell, bool reverse, int units, int[] lengths, double tolerance)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var run = new RecurrentRun<T>(cell, reverse, units, lengths);
        double[] h = Fill.Wide<T>(run.H0), c = Fill.Wide<T>(run.C0);
        double[] expected = run.Twin.Forward(Fill.Wide<T>(run.Z), Fill.Wide<T>(run.W), Fill.Wide<T>(run.Bias), h, c);
        run.Forward();
        Fill.AssertClose<T>(expected, run.Outputs, tolerance, "outputs");
        Fill.AssertClose<T>(h, run.State, tolerance, "final state");
        if (cell == "lstm")
            Fill.AssertClose<T>(c, run.CellState, tolerance, "final cell");
    }

    static void AssertGradient(RecurrentRun<double> run, double[] variable, double[] actual, string what)
    {
        const double Step = 1e-5;
        for (int i = 0; i < variable.Length; i++)
        {
            double value = variable[i];
            variable[i] = value + Step;
            double up = run.Loss();
            variable[i] = value - Step;
            double down = run.Loss();
            variable[i] = value;
            Assert.Equal((up - down) / (2 * Step), actual[i], 2e-9 + 2e-8 * Math.Abs(actual[i]));
        }

        Assert.Contains(actual, static g => Math.Abs(g) > 1e-6);
        Assert.NotEmpty(what);
    }

    readonly struct Recorder(double[] seen, int[] offsets) : IRecurrentProbe
    {
        public void OnStep<T>(int step, int firstSequence, int units, ReadOnlySpan<T> gradient)
            where T : unmanaged, IFloatingPointIeee754<T>
        {
            for (int i = 0; i < gradient.Length; i++)
                seen[(offsets[step] + firstSequence) * units + i] += double.CreateTruncating(gradient[i]);
        }

        public void OnCell<T>(int step, int firstSequence, int units, ReadOnlySpan<T> gradient)
            where T : unmanaged, IFloatingPointIeee754<T>
        {
        }
    }
}
