namespace Unfold.Inspection;

/// <summary>One weight of a plain tagger.</summary>
/// <param name="Layer">0 to 3: W_e, W_x, W_h, W_y; −1 is the last.</param>
/// <param name="Row">Its row.</param>
/// <param name="Column">Its column.</param>
public readonly record struct LabWeight(int Layer, int Row, int Column);
