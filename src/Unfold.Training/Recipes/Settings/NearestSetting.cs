namespace Unfold.Training;

/// <summary>The nearest name in the words of a list of faults.</summary>
static class NearestSetting
{
    /// <summary>The words <c>. Did you mean "x"?</c>, or nothing where no candidate is near.</summary>
    public static string Hint(string got, IEnumerable<string> candidates) => NearestName.Hint(got, candidates) is { Length: > 0 } question ? $".{question}" : "";
}
