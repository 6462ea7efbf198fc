namespace Unfold.Inspection;

/// <summary>A check that was not made.</summary>
/// <param name="Name">Which: one of <see cref="CheckNames"/>.</param>
/// <param name="Reason">Why, in words.</param>
public sealed record OmittedCheck(string Name, string Reason);
