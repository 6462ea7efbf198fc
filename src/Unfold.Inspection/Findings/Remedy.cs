namespace Unfold.Inspection;

/// <summary>One thing to do against a finding, concrete enough to be tried.</summary>
public sealed record Remedy
{
    /// <summary>What to do, in a sentence.</summary>
    public string Text { get; init; } = "";

    /// <summary>Settings of a recipe that do it: path to value, as <c>--set</c> takes them (<c>text.padToLength</c> to <c>0</c>); empty where none does.</summary>
    public IReadOnlyDictionary<string, string> Settings { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>The same in code, for a model and a loop of one's own: <c>new Lstm(…)</c>; left out where it says nothing more.</summary>
    public string? Api { get; init; }
}
