namespace Unfold.Nn;

/// <summary>The state of an <see cref="Lstm"/> before the first or after the last step.</summary>
/// <param name="H">
/// The outputs, [Layers · Directions, B, Hidden] in the caller's order: plane 2 · layer + direction where bidirectional,
/// else plane layer.
/// </param>
/// <param name="C">The cells, of the same shape.</param>
public sealed record LstmState(Tensor H, Tensor C);
