using System.Text.RegularExpressions;

namespace Unfold.Text.Tests;

/// <summary>The rules as they are written down, one regular expression after another: slow and plain.</summary>
static class LiteralBasicEnglish
{
    const string Space = @"[\s\u001C-\u001F\u0085]";

    static readonly (Regex Pattern, string Replacement)[] Rules =
    [
        (Rule(@"'"), " '  "), (Rule(@""""), ""), (Rule(@"\."), " . "), (Rule(@"<br />"), " "), (Rule(@","), " , "), (Rule(@"\("), " ( "),
        (Rule(@"\)"), " ) "), (Rule(@"!"), " ! "), (Rule(@"\?"), " ? "), (Rule(@";"), " "), (Rule(@":"), " "), (Rule(Space + "+"), " "),
    ];

    static Regex Rule(string pattern) => new(pattern, RegexOptions.CultureInvariant, TimeSpan.FromSeconds(10));

    public static string[] Tokenize(string text)
    {
        char[] lower = new char[2 * text.Length + 1];
        string rest = new(lower, 0, PythonText.Lower(text, lower));
        foreach (var (pattern, replacement) in Rules) rest = pattern.Replace(rest, replacement);
        return rest.Split(' ', StringSplitOptions.RemoveEmptyEntries);
    }
}
