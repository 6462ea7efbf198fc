namespace Unfold.Tests.Kernels;

/// <summary>The recurrent cells by their definition: one sequence, one unit at a time, in double.</summary>
sealed class RecurrentTwin(string cell, int[] lengths, int units, bool reverse)
{
    public int Gates { get; } = cell switch { "lstm" => 4, "gru" => 3, _ => 1 };

    public int Units { get; } = units;

    public int[] Lengths { get; } = lengths;

    public int[] Active { get; } = [.. Enumerable.Range(0, lengths[0]).Select(t => lengths.Count(l => l > t))];

    public int[] Offsets => [.. Enumerable.Range(0, Active.Length).Select(t => Active[..t].Sum())];

    public int Rows => Lengths.Sum();

    /// <summary>z [Rows, G·H], w [G·H, H], h and c [B, H] in and out; returns outputs [Rows, H].</summary>
    public double[] Forward(double[] z, double[] w, double[] bias, double[] h, double[] c)
    {
        int n = Units, g = Gates;
        int[] offsets = Offsets;
        var outputs = new double[Rows * n];
        for (int s = 0; s < Lengths.Length; s++)
        {
            for (int i = 0; i < Lengths[s]; i++)
            {
                int row = offsets[reverse ? Lengths[s] - 1 - i : i] + s;
                var u = new double[g * n];
                for (int j = 0; j < g * n; j++)
                {
                    for (int k = 0; k < n; k++)
                        u[j] += w[j * n + k] * h[s * n + k];
                }

                for (int j = 0; j < n; j++)
                {
                    double X(int gate) => z[row * g * n + gate * n + j];
                    double U(int gate) => u[gate * n + j];
                    ref double state = ref h[s * n + j];
                    switch (cell)
                    {
                        case "tanh": state = Math.Tanh(X(0) + U(0)); break;
                        case "relu": state = Math.Max(0, X(0) + U(0)); break;
                        case "sigmoid": state = Sigmoid(X(0) + U(0)); break;
                        case "lstm":
                            ref double memory = ref c[s * n + j];
                            memory = Sigmoid(X(1) + U(1)) * memory + Sigmoid(X(0) + U(0)) * Math.Tanh(X(2) + U(2));
                            state = Sigmoid(X(3) + U(3)) * Math.Tanh(memory);
                            break;
                        default:
                            double r = Sigmoid(X(0) + U(0)), update = Sigmoid(X(1) + U(1)), candidate = Math.Tanh(X(2) + r * (U(2) + bias[j]));
                            state = (1 - update) * candidate + update * state;
                            break;
                    }

                    outputs[row * n + j] = state;
                }
            }
        }

        return outputs;
    }

    static double Sigmoid(double x) => 1 / (1 + Math.Exp(-x));
}
