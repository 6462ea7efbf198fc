namespace Unfold.Training;

/// <summary>An answer: the class, and how probable each class is.</summary>
/// <param name="Label">The class that is answered.</param>
/// <param name="Probabilities">Every class with its probability, in the order of the classes; they sum to 1.</param>
public sealed record TextPrediction(string Label, IReadOnlyDictionary<string, double> Probabilities)
{
    /// <summary>The probability of the class that is answered.</summary>
    public double Confidence => Probabilities[Label];

    /// <summary>For example <c>1 (0.87)</c>.</summary>
    public override string ToString() => $"{Label} ({Confidence:0.00})";
}
