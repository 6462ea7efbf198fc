namespace Unfold.Inspection;

/// <summary>A row of the training data as a person reads it.</summary>
/// <param name="Text">The text.</param>
/// <param name="Label">Its label.</param>
public readonly record struct ExampleText(string Text, string Label);
