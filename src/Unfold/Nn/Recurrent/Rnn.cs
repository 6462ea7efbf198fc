namespace Unfold.Nn;

/// <summary>The plain recurrent layer: h' = act(W_ih x + b_ih + W_hh h + b_hh).</summary>
/// <remarks>
/// Shapes: x packed <c>[N, InputSize]</c> → output <c>[N, Hidden · Directions]</c>; state <c>[Layers · Directions, B, Hidden]</c>.
/// Parameters <c>weight_ih_l0</c> <c>[Hidden, InputSize]</c>, <c>weight_hh_l0</c> <c>[Hidden, Hidden]</c>, <c>bias_ih_l0</c>,
/// <c>bias_hh_l0</c> <c>[Hidden]</c>; <c>_l1</c> … for further layers, <c>_reverse</c> for the second direction.
/// Init: U(±1/√Hidden). Source: torch.nn.RNN, PyTorch 1.13; J. Elman, "Finding Structure in Time", 1990.
/// </remarks>
public sealed class Rnn : Recurrent
{
    /// <summary>A module with fresh weights.</summary>
    /// <param name="inputs">Features of an input step, at least 1.</param>
    /// <param name="hidden">Features of the state, at least 1.</param>
    /// <param name="rng">Where the initial weights and dropout's coins come from.</param>
    /// <param name="activation">The non-linearity. <value>Default: tanh.</value></param>
    /// <param name="options">Layers, directions, dropout, bias. <value>Default: one layer, one direction, with bias.</value></param>
    /// <exception cref="ArgumentOutOfRangeException">A size or option outside its range.</exception>
    /// <exception cref="ArgumentException">Dropout with one layer.</exception>
    public Rnn(int inputs, int hidden, Rng rng, Activation activation = Activation.Tanh, RecurrentOptions? options = null)
        : base(inputs, hidden, gates: [], rng, options)
    {
        if (!Enum.IsDefined(activation))
        {
            throw new ArgumentOutOfRangeException(nameof(activation), activation, "Rnn: expected Tanh, Relu or Sigmoid.");
        }
        Activation = activation;
    }

    /// <summary>The non-linearity.</summary>
    public Activation Activation { get; }

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

    internal override void Step(RecurrentStep step) => Ops.Rnn(step, Activation);

    /// <inheritdoc/>
    protected override string Describe() => base.Describe() + (Activation == Activation.Tanh ? "" : $", {Activation}");
}
