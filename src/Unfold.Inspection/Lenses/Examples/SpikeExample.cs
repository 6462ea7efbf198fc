namespace Unfold.Inspection;

/// <summary>An example of a batch that stands out.</summary>
/// <param name="Row">Which row of the data.</param>
/// <param name="Text">Its text, where the loop knows it.</param>
/// <param name="Label">Its label.</param>
/// <param name="Loss">Its loss.</param>
/// <param name="Length">Its tokens without padding.</param>
/// <param name="GradientShare">Its share of the batch's Σ ‖∂L/∂h‖² in the top recurrent layer.</param>
public sealed record SpikeExample(int Row, string? Text, string? Label, double? Loss, int? Length, double? GradientShare);
