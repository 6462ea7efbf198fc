namespace Unfold.Nn;

/// <summary>What an <see cref="Rnn"/> or a <see cref="Gru"/> gives.</summary>
/// <param name="Output">[N, Hidden · Directions], packed like the input.</param>
/// <param name="State">
/// The final state: of the forward direction after the last real step, of the reverse direction after the first; an
/// empty sequence keeps its initial state.
/// </param>
public sealed record RnnResult(SequenceTensor Output, RnnState State) : RecurrentResult(Output, State.H);
