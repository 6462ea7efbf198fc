namespace Unfold.Inspection;

/// <summary>A parameter of a model.</summary>
/// <param name="Name">Its full name, such as "rnn.weight_ih_l0".</param>
/// <param name="Shape">Its shape.</param>
/// <param name="Frozen">Whether it is kept as it is on purpose; left out where it is trained.</param>
public sealed record ParameterDocument(string Name, IReadOnlyList<int> Shape, bool? Frozen = null);
