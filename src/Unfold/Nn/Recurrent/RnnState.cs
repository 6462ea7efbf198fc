namespace Unfold.Nn;

/// <summary>The state of an <see cref="Rnn"/> or a <see cref="Gru"/> before the first or after the last step.</summary>
/// <param name="H">
/// [Layers · Directions, B, Hidden] in the caller's order: plane 2 · layer + direction where bidirectional, else plane layer.
/// </param>
public sealed record RnnState(Tensor H);
