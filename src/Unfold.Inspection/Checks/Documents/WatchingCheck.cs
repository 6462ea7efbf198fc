namespace Unfold.Inspection;

/// <summary>The same training twice: with an inspector and without.</summary>
/// <param name="Steps">Steps made in each.</param>
/// <param name="With">The fingerprint of the weights with an inspector: <see cref="WeightsHash"/>.</param>
/// <param name="Without">The same without one.</param>
public sealed record WatchingCheck(int Steps, string With, string Without);
