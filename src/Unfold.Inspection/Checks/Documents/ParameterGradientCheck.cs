namespace Unfold.Inspection;

/// <summary>A parameter's gradient beside central differences.</summary>
/// <param name="Name">The parameter.</param>
/// <param name="Norm">The norm of its gradient; 0 where it has none.</param>
/// <param name="Error">The largest difference between gradient and central difference, relative to the slope; of random directions over the whole tensor, and of single elements.</param>
/// <param name="Directions">Slopes that were compared.</param>
public sealed record ParameterGradientCheck(string Name, double Norm, double Error, int Directions);
