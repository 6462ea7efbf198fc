namespace Unfold.Nn;

/// <summary>The long short-term memory: gates decide what a cell keeps, takes in and shows.</summary>
/// <remarks>
/// i, f, o = σ(W x + b + W' h + b'), g = tanh(W x + b + W' h + b'), each with its rows of the weights;
/// c' = f ⊙ c + i ⊙ g; h' = o ⊙ tanh(c').
/// Shapes: x packed <c>[N, InputSize]</c> → output <c>[N, Hidden · Directions]</c>; state H and C <c>[Layers · Directions, B, Hidden]</c>.
/// Parameters <c>weight_ih_l0</c> <c>[4 · Hidden, InputSize]</c>, <c>weight_hh_l0</c> <c>[4 · Hidden, Hidden]</c>, <c>bias_ih_l0</c>,
/// <c>bias_hh_l0</c> <c>[4 · Hidden]</c>, rows in the order i, f, g, o; <c>_l1</c> … for further layers, <c>_reverse</c> for the
/// second direction. Init: U(±1/√Hidden).
/// Source: torch.nn.LSTM, PyTorch 1.13; S. Hochreiter, J. Schmidhuber, "Long Short-Term Memory", 1997, with the forget
/// gate of F. Gers, J. Schmidhuber, F. Cummins, "Learning to Forget", 2000.
/// </remarks>
public sealed class Lstm : Recurrent
{
    /// <summary>A module with fresh weights.</summary>
    /// <param name="inputs">Features of an input step, at least 1.</param>
    /// <param name="hidden">Features of the state, at least 1.</param>
    /// <param name="rng">Where the initial weights and dropout's coins come from.</param>
    /// <param name="options">Layers, directions, dropout, bias. <value>Default: one layer, one direction, with bias.</value></param>
    /// <exception cref="ArgumentOutOfRangeException">A size or option outside its range.</exception>
    /// <exception cref="ArgumentException">Dropout with one layer.</exception>
    public Lstm(int inputs, int hidden, Rng rng, RecurrentOptions? options = null)
        : base(inputs, hidden, gates: ["i", "f", "g", "o"], rng, options)
    {
    }

    /// <inheritdoc/>
    public override LstmResult Forward(SequenceTensor x) => Forward(x, initial: null);

    /// <summary>Runs through a batch from a given state.</summary>
    /// <param name="x">[N, InputSize], packed.</param>
    /// <param name="initial">The state before the first step; null is zero. Gradients flow into it.</param>
    /// <exception cref="ShapeException">Input or state have other shapes.</exception>
    public LstmResult Forward(SequenceTensor x, LstmState? initial)
    {
        Check(x);
        if (initial is not null)
        {
            Check(x, "H", initial.H);
            Check(x, "C", initial.C);
        }
        Tensor h = FinalState(x, initial?.H, initial?.C), c = FinalState(x, initial?.H, initial?.C);
        return new LstmResult(Run(x, h, c, initial?.H, initial?.C), new LstmState(h, c));
    }

    internal override void Step(RecurrentStep step) => Ops.Lstm(step);
}
