namespace Unfold.Nn;

/// <summary>What an <see cref="Lstm"/> gives.</summary>
/// <param name="Output">[N, Hidden · Directions], packed like the input.</param>
/// <param name="State">
/// The final state: of the forward direction after the last real step, of the reverse direction after the first; an
/// empty sequence keeps its initial state.
/// </param>
public sealed record LstmResult(SequenceTensor Output, LstmState State) : RecurrentResult(Output, State.H);
