using System.Text.Json;
using System.Text.RegularExpressions;

namespace Unfold.Repository.Tests;

/// <summary>What the sources of the doctor's rules say of them: the same words that its findings use.</summary>
static partial class DoctorRules
{
    const string Folder = "src/Unfold.Inspection/Findings";

    /// <summary>The thresholds, in the order of their file.</summary>
    public static IReadOnlyList<(string Name, string Value, string Unit, string Meaning, string Source)> Thresholds { get; } =
    [
        .. JsonDocument.Parse(Repository.Read($"{Folder}/thresholds.json")).RootElement.EnumerateArray().Select(row =>
            (row.GetProperty("name").GetString()!, row.GetProperty("value").GetRawText(), row.GetProperty("unit").GetString()!, row.GetProperty("meaning").GetString()!, row.GetProperty("source").GetString()!)),
    ];

    /// <summary>Names of thresholds that the code asks for: within the parentheses of Limit, or chosen for it by a condition.</summary>
    public static IReadOnlySet<string> Asked { get; } = Repository.Files("src/Unfold.Inspection", "*.cs").Concat(Repository.Files("src/Unfold.Training", "*.cs")).Select(Repository.Read)
        .SelectMany(code => Ask.Matches(code).Select(match => match.Groups["name"].Value)).ToHashSet(StringComparer.Ordinal);

    /// <summary>Every rule: its id, what its class says of it, its remedies and refutations as they stand in its file.</summary>
    public static IReadOnlyList<(string Id, string What, string Remedy, string Refutation)> All { get; } =
        [.. Repository.Files($"{Folder}/Rules", "*Rule.cs").Where(file => !file.EndsWith("/IRule.cs", StringComparison.Ordinal)).Select(Of).OrderBy(rule => rule.Item1, StringComparer.Ordinal)];

    static (string, string, string, string) Of(string file)
    {
        string code = Repository.Read(file);
        Match summary = Summary.Match(code);
        if (!summary.Success)
            throw new InvalidOperationException($"{file}: expected a summary such as \"D02: a model that …\" before the rule's class, got none. Write one; docs/doctor.md shows it.");
        return (summary.Groups["id"].Value, Sentence(summary.Groups["what"].Value), Texts(code, "Remedy"), Texts(code, "Refutation"));
    }

    /// <summary>The literals of all that is assigned to a member; a hole stands for what is filled in.</summary>
    static string Texts(string code, string member)
    {
        List<string> texts = [];
        foreach (Match assigned in Regex.Matches(code, $@"^\s+{member} = (?<value>.*?),?$(?=\n\s+(?:[A-Z]\w+ = |\}}))|{member.ToLowerInvariant()}: (?<value>""[^""]*"")", RegexOptions.Multiline | RegexOptions.Singleline | RegexOptions.ExplicitCapture, TimeSpan.FromSeconds(5)))
        {
            string joined = string.Concat(Literal.Matches(Holes.Replace(assigned.Groups["value"].Value, "…")).Select(literal => literal.Groups["text"].Value + (Ends(literal.Groups["text"].Value) ? " " : "")));
            if (joined.Trim().Length > 0)
                texts.Add(joined.Trim());
        }
        return string.Join(" — ", texts.Distinct());
    }

    static bool Ends(string text) => text.TrimEnd().EndsWith('.') || text.TrimEnd().EndsWith(';');

    static string Sentence(string text) => char.ToUpperInvariant(text[0]) + text[1..];

    [GeneratedRegex("""Limit\("(?<name>\w+)"|(?:Limit\(|\? |: |\[)"(?<name>D\d\d\.\w+)""", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 5000)]
    static partial Regex Ask { get; }

    [GeneratedRegex("""<summary>(?<id>D\d\d): (?<what>.+?)</summary>""", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 5000)]
    static partial Regex Summary { get; }

    [GeneratedRegex("\"(?<text>(?:[^\"\\\\]|\\\\.)*)\"", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 5000)]
    static partial Regex Literal { get; }

    [GeneratedRegex("""\{(?:[^{}]|\{[^{}]*\})*\}""", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 5000)]
    static partial Regex Holes { get; }
}
