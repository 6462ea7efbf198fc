using Unfold.Nn;

namespace Unfold.Cli;

/// <summary>A training step whose time is measured: shapes, loss and optimizer.</summary>
sealed record Workload(string Name, BenchCell Cell, int Batch, Lengths Lengths, int Inputs, int Hidden)
{
    /// <summary>Rows of the embedding; 0: vectors come in, no words.</summary>
    public int Vocabulary { get; init; }

    /// <summary>Classes; 1: yes or no.</summary>
    public int Outputs { get; init; } = 1;

    public BenchTarget Target { get; init; } = BenchTarget.Last;

    public bool Bidirectional { get; init; }

    /// <summary>Plain gradient descent with rate 0.1 instead of Adam.</summary>
    public bool PlainDescent { get; init; }

    public double LearningRate { get; init; } = 1e-3;

    /// <summary>The largest norm of all gradients; 0: none.</summary>
    public double ClipNorm { get; init; }

    public bool HasHead => Target != BenchTarget.Sum;

    int Directions => Bidirectional ? 2 : 1;

    /// <summary>The recurrent layer.</summary>
    public Recurrent MakeCell(Rng rng)
    {
        var options = new RecurrentOptions { Bidirectional = Bidirectional };
        return Cell switch
        {
            BenchCell.Lstm => new Lstm(Inputs, Hidden, rng, options),
            BenchCell.Gru => new Gru(Inputs, Hidden, rng, options),
            BenchCell.ReluRnn => new Rnn(Inputs, Hidden, rng, Activation.Relu, options),
            _ => new Rnn(Inputs, Hidden, rng, Activation.Tanh, options),
        };
    }

    /// <summary>
    /// Multiplications and additions of the matrix products in one step: forward, gradient of the weights, and
    /// gradient of the inputs where somebody needs it. The first step of a sequence multiplies no state, which is zeros.
    /// </summary>
    public double Flops(int steps, bool inputGradient)
    {
        double rows = Hidden * Cell switch { BenchCell.Lstm => 4d, BenchCell.Gru => 3d, _ => 1d };
        double input = 2 * steps * rows * Inputs * (inputGradient ? 3 : 2);
        double state = 2 * rows * Hidden * ((3 * steps) - (2 * Batch));
        double answers = Target == BenchTarget.EveryStep ? steps : Batch;
        double head = HasHead ? 2 * answers * Directions * Hidden * Outputs * 3 : 0;
        return (Directions * (input + state)) + head;
    }
}
