namespace Unfold.Nn;

/// <summary>What a recurrent module gives: its output at every real step, and the state it ends in.</summary>
/// <param name="Output">[N, Hidden · Directions], packed like the input: the last layer's state after each step.</param>
/// <param name="H">[Layers · Directions, B, Hidden]: every layer's final state, see <see cref="RnnState"/>.</param>
public abstract record RecurrentResult(SequenceTensor Output, Tensor H)
{
    /// <summary>
    /// [B, Hidden · Directions] in the caller's order: the last layer's final state, of the forward direction after the last
    /// real step and of the reverse direction after the first one, so that both have read the whole sequence. An
    /// empty sequence has its initial state.
    /// </summary>
    public Tensor Final() => Ops.FinalState(H, Output.Features / H.Shape[2]);
}
