using System.Diagnostics;
using Unfold.Cli;
using Unfold.Kernels;

namespace Unfold.Bench;

/// <summary>Tables of the kernels in half a minute: best of many turns, as shares of the peak measured just before.</summary>
static class Quick
{
    static readonly (int M, int N, int K)[] Shapes =
        [(32, 32, 32), (32, 64, 64), (32, 128, 32), (32, 32, 128), (32, 128, 128), (800, 32, 32), (800, 512, 128), (256, 256, 256), (512, 512, 512), (1024, 1024, 1024), (512, 128, 3200)];

    public static void Run()
    {
        float sink = 0;
        double peak = PeakLoop.Operations * 100_000.0 / Best(() => sink += PeakLoop.Run(100_000), 40) / 1e9;
        Console.WriteLine($"{SimdWidth.Description}; peak of one core {peak:F0} GFLOP/s {(sink > 0 ? "" : "?")}");
        foreach (int threads in (int[])[1, Environment.ProcessorCount])
        {
            Execution.Threads = threads;
            Console.WriteLine($"{threads} thread(s)");
            foreach (var (m, n, k) in Shapes)
                Products(m, n, k, peak);
            foreach (string kind in (string[])["rnn", "lstm", "gru"])
            {
                Step(kind, 32, 25, 32, 32, peak);
                Step(kind, 64, 100, 100, 100, peak);
                Step(kind, 64, 50, 128, 128, peak);
            }
        }

        Functions();
    }

    static void Products(int m, int n, int k, double peak)
    {
        float[] a = new float[m * k], b = new float[k * n], c = new float[m * n], scratch = new float[PackedMatrix<float>.Length(k, n)];
        Array.Fill(a, 0.5f);
        Array.Fill(b, 0.25f);
        double operations = 2.0 * m * n * k;
        int inner = Math.Max(1, (int)(2e6 / operations)), turns = operations > 1e9 ? 10 : 100;
        string Share(Action action)
        {
            double rate = operations * inner / 1e9 / Best(() =>
            {
                for (int i = 0; i < inner; i++)
                    action();
            }, turns);
            return $"{rate,6:F1} {rate / peak,5:P0}";
        }

        string plain = Share(() => MatMul.Multiply<float>(m, n, k, a, k, b, n, c, n));
        string right = Share(() => MatMul.MultiplyTransposedB<float>(m, n, k, a, k, b, k, c, n));
        string left = Share(() => MatMul.MultiplyTransposedA<float>(m, n, k, a, m, b, n, c, n));
        PackedMatrix<float>.Pack(k, n, b, n, scratch);
        string packed = Share(() => MatMul.MultiplyPacked<float>(m, a, k, new PackedMatrix<float>(scratch, k, n), c, n));
        Console.WriteLine($"{m,5}×{n,4}×{k,4}   a·b {plain}   a·bᵀ {right}   aᵀ·b {left}   packed {packed}");
    }

    static void Step(string kind, int batch, int steps, int inputs, int units, double peak)
    {
        var cell = new Cell(kind, batch, steps, inputs, units);
        double seconds = Best(cell.Step, 100);
        double rate = cell.Operations / seconds / 1e9;
        Console.WriteLine($"{kind,-4} batch {batch}, {steps} steps, {inputs} → {units}: forward and back {seconds * 1e3:F3} ms, {rate:F1} GFLOP/s, {rate / peak:P0} of a core");
    }

    static void Functions()
    {
        const int Length = 4096;
        float[] x = [.. Enumerable.Range(0, Length).Select(static i => (i - 2048) * 0.004f)], y = new float[Length];
        double[] wide = [.. x.Select(static v => (double)v)], wideY = new double[Length];
        Show("tanh, float", () => Elementwise.Tanh<float>(x, y));
        Show("sigmoid, float", () => Elementwise.Sigmoid<float>(x, y));
        Show("exp, float", () => Elementwise.Exp<float>(x, y));
        Show("tanh, double", () => Elementwise.Tanh<double>(wide, wideY));
        Show("exp, double", () => Elementwise.Exp<double>(wide, wideY));
        Show("MathF.Tanh", () =>
        {
            for (int i = 0; i < Length; i++)
                y[i] = MathF.Tanh(x[i]);
        });

        static void Show(string name, Action action) => Console.WriteLine($"{name}: {Best(action, 300) * 1e9 / Length:F2} ns a value");
    }

    /// <summary>The least seconds of some turns.</summary>
    public static double Best(Action action, int turns)
    {
        double best = double.MaxValue;
        for (int i = 0; i < turns; i++)
        {
            long start = Stopwatch.GetTimestamp();
            action();
            best = Math.Min(best, Stopwatch.GetElapsedTime(start).TotalSeconds);
        }

        return best;
    }
}
