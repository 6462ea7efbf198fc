namespace Unfold.Inspection;

/// <summary>The gradient of one matrix by hand and another way, number by number.</summary>
/// <param name="Parameter">W_e (the rows of the sentence's words), W_x, W_h or W_y.</param>
/// <param name="Rows">What each row is: a word, a tag, the number of a unit.</param>
/// <param name="Way">The other way.</param>
/// <param name="ByHand">Rows of the hand-written gradient.</param>
/// <param name="Other">Rows of the other one.</param>
/// <param name="MaxAbsolute">The largest difference of two elements.</param>
/// <param name="MaxRelative">The largest difference over the larger magnitude of the two, elements below a millionth of the largest counted as that.</param>
public sealed record LabMap(string Parameter, IReadOnlyList<string> Rows, string Way, IReadOnlyList<double[]> ByHand, IReadOnlyList<double[]> Other, double MaxAbsolute, double MaxRelative);
