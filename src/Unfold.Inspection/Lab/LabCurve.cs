using Unfold.Lab;

namespace Unfold.Inspection;

/// <summary>The loss over one weight.</summary>
/// <param name="Parameter">W_e, W_x, W_h or W_y.</param>
/// <param name="Row">The weight's row.</param>
/// <param name="Column">The weight's column.</param>
/// <param name="RowName">The word, of a row of W_e; the tag, of one of W_y; empty for others.</param>
/// <param name="Curve">The curve.</param>
public sealed record LabCurve(string Parameter, int Row, int Column, string RowName, LossCurve Curve);
