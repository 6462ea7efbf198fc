namespace Unfold.Nn;

/// <summary>The gated recurrent unit: a state that is partly kept and partly renewed.</summary>
/// <remarks>
/// r, z = σ(W x + b + W' h + b'), n = tanh(W x + b + r ⊙ (W' h + b')), each with its rows of the weights;
/// h' = (1 − z) ⊙ n + z ⊙ h.
/// Shapes: x packed <c>[N, InputSize]</c> → output <c>[N, Hidden · Directions]</c>; state <c>[Layers · Directions, B, Hidden]</c>.
/// Parameters <c>weight_ih_l0</c> <c>[3 · Hidden, InputSize]</c>, <c>weight_hh_l0</c> <c>[3 · Hidden, Hidden]</c>, <c>bias_ih_l0</c>,
/// <c>bias_hh_l0</c> <c>[3 · Hidden]</c>, rows in the order r, z, n; <c>_l1</c> … for further layers, <c>_reverse</c> for the
/// second direction. Init: U(±1/√Hidden).
/// Source: torch.nn.GRU, PyTorch 1.13, with the reset gate behind the product as in cuDNN; K. Cho et al., "Learning
/// Phrase Representations using RNN Encoder–Decoder", 2014.
/// </remarks>
public sealed class Gru : Recurrent
{
    /// <summary>A module with fresh weights.</summary>
    /// <param name="inputs">Features of an input step, at least 1.</param>
    /// <param name="hidden">Features of the state, at least 1.</param>
    /// <param name="rng">Where the initial weights and dropout's coins come from.</param>
    /// <param name="options">Layers, directions, dropout, bias. <value>Default: one layer, one direction, with bias.</value></param>
    /// <exception cref="ArgumentOutOfRangeException">A size or option outside its range.</exception>
    /// <exception cref="ArgumentException">Dropout with one layer.</exception>
    public Gru(int inputs, int hidden, Rng rng, RecurrentOptions? options = null)
        : base(inputs, hidden, gates: ["r", "z", "n"], rng, options)
    {
    }

    /// <inheritdoc/>
    public override RnnResult Forward(SequenceTensor x) => Forward(x, initial: null);

    /// <summary>Runs through a batch from a given state.</summary>
    /// <param name="x">[N, InputSize], packed.</param>
    /// <param name="initial">The state before the first step; null is zero. Gradients flow into it.</param>
    /// <exception cref="ShapeException">Input or state have other shapes.</exception>
    public RnnResult Forward(SequenceTensor x, RnnState? initial)
    {
        Check(x);
        if (initial is not null) Check(x, "H", initial.H);
        Tensor h = FinalState(x, initial?.H, initialC: null);
        return new RnnResult(Run(x, h, c: null, initial?.H, initialC: null), new RnnState(h));
    }

    internal override void Step(RecurrentStep step) => Ops.Gru(step);
}
