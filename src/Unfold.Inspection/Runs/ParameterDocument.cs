namespace Unfold.Inspection;

/// <summary>A parameter of a model.</summary>
/// <param name="Name">Its full name, such as "rnn.weight_ih_l0".</param>
/// <param name="Shape">Its shape.</param>
public sealed record ParameterDocument(string Name, IReadOnlyList<int> Shape);
