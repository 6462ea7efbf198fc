using Unfold.Kernels;

namespace Unfold.Bench;

/// <summary>
/// What a recurrent layer would take if its numbers were always near and nothing had to be led: its products and its gates, each alone, on as many rows
/// as the caches hold, times as many rows as there are. Beside it, what the layer takes.
/// </summary>
sealed class Floor
{
    const int Steps = 500, Batch = 256, Inputs = 100, Units = 100; // the large layer of bench/peers/compare.py
    const int Rows = 48; // a block of the walk on one thread
    const int Slice = 256; // rows of a weight gradient that are multiplied at once
    const int GateRows = 192;

    readonly string _kind;
    readonly int _width;

    Floor(string kind) => (_kind, _width) = (kind, Units * (kind == "lstm" ? 4 : kind == "gru" ? 3 : 1));

    public static void Run()
    {
        Execution.Threads = 1;
        foreach (string kind in (string[])["rnn", "lstm", "gru"])
        {
            var floor = new Floor(kind);
            double rows = (double)Steps * Batch, forward = rows * floor.Forward(), back = rows * floor.Back(), weights = rows * floor.Weights(), gates = rows * floor.Gates();
            double all = forward + back + weights + gates, rate = 6 * rows * floor._width * (Inputs + Units) / (forward + back + weights) / 1e9;
            Console.WriteLine($"{kind},{Steps},{Batch},{Inputs},{Units}: products forward {forward * 1e3:F0} ms, back {back * 1e3:F0}, of the weights {weights * 1e3:F0} ({rate:F0} GFLOP/s), gates {gates * 1e3:F0}: together {all * 1e3:F0}");
            foreach (int threads in (int[])[1, 2])
            {
                Execution.Threads = threads;
                double layer = Quick.Best(new Cell(kind, Batch, Steps, Inputs, Units).Step, 12);
                Console.WriteLine($"  the layer on {threads} thread{(threads > 1 ? "s" : "")} {layer * 1e3:F0} ms, of which that is {all / threads / layer:P0}");
            }

            Execution.Threads = 1;
        }
    }

    /// <summary>Seconds of a row's products with the weights of input and state, forward.</summary>
    double Forward() => Packed(Inputs, _width) + Packed(Units, _width);

    /// <summary>The same for the gradients of input and state.</summary>
    double Back() => Packed(_width, Inputs) + Packed(_width, Units);

    static double Packed(int depth, int columns)
    {
        const int Turns = 50;
        Numbers a = Numbers.Filled(Rows * depth, 0.1f), c = new Numbers(Rows * columns), panels = new Numbers(PackedMatrix<float>.Length(depth, columns));
        PackedMatrix<float>.Pack(depth, columns, Numbers.Filled(depth * columns, 0.1f), columns, panels);
        return Quick.Best(() =>
        {
            for (int i = 0; i < Turns; i++) MatMul.MultiplyPacked<float>(Rows, a, depth, new(panels, depth, columns), c, columns);
        }, 400) / (Turns * Rows);
    }

    double Weights()
    {
        const int Turns = 20;
        Numbers factors = Numbers.Filled((Inputs + Units) * Slice, 0.1f), dz = Numbers.Filled(Slice * _width, 0.1f), c = new Numbers((Inputs + Units) * _width);
        return Quick.Best(() =>
        {
            for (int i = 0; i < Turns; i++) MatMul.Multiply<float>(Inputs + Units, _width, Slice, factors, Slice, dz, _width, c, _width, accumulate: true);
        }, 200) / (Turns * Slice);
    }

    /// <summary>Seconds of a row's gates, forward and back: a walk of one step from zeros makes no product.</summary>
    double Gates()
    {
        int[] offsets = [0], active = [GateRows];
        Numbers gates = Numbers.Filled(GateRows * _width, 0.1f), cells = Numbers.Filled(GateRows * Units, 0.1f), outputs = new Numbers(GateRows * Units), state = new Numbers(GateRows * Units), memory = new Numbers(GateRows * Units);
        Numbers zero = new Numbers(GateRows * Units), dy = Numbers.Filled(GateRows * Units, 0.1f), dh = new Numbers(GateRows * Units), dc = new Numbers(GateRows * Units), dz = new Numbers(GateRows * _width), candidates = new Numbers(GateRows * Units);
        Numbers panels = new Numbers(Math.Max(PackedMatrix<float>.Length(Units, _width), PackedMatrix<float>.Length(_width, Units))); // never multiplied by
        return Quick.Best(() =>
        {
            var walked = new RaggedSteps(offsets, active, GateRows);
            PackedMatrix<float> none = new(panels, Units, _width), noneBack = new(panels, _width, Units);
            switch (_kind)
            {
                case "lstm":
                    LstmKernel.Forward<float>(walked, false, Units, none, gates, cells, outputs, Units, state, memory, fromZero: true);
                    LstmKernel.Backward<NoProbe, float>(walked, false, Units, noneBack, gates, cells, zero, dy, Units, dh, dc, dz, default, toInitial: false);
                    break;
                case "gru":
                    GruKernel.Forward<float>(walked, false, Units, none, zero.Span[..Units], gates, cells, outputs, Units, state, fromZero: true);
                    GruKernel.Backward<NoProbe, float>(walked, false, Units, noneBack, gates, cells, outputs, Units, zero, dy, dh, dz, candidates, default, toInitial: false);
                    break;
                default:
                    RnnKernel.Forward<TanhCell, float>(walked, false, Units, none, [], outputs, Units, state, fromZero: true);
                    RnnKernel.Backward<TanhCell, NoProbe, float>(walked, false, Units, noneBack, outputs, Units, dy, dh, dz, default, toInitial: false);
                    break;
            }
        }, 20_000) / GateRows;
    }
}
