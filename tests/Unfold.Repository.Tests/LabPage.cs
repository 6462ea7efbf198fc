using System.Text.RegularExpressions;

namespace Unfold.Repository.Tests;

/// <summary>docs/lab.md taken apart: its commands with what they print, its figures, its quoted code and the numbers of its sentences.</summary>
/// <remarks>
/// A block that begins with three backticks and <c>console</c> holds a command behind a dollar sign and what it prints; a line of one ellipsis stands for lines left
/// out. With <c>console ud_ewt</c> the command needs that data set. Below a figure stands the command that makes it, and the file that it makes.
/// </remarks>
sealed partial class LabPage
{
    /// <summary>Numbers of the sentences that no command prints: what others published, and what is agreed on.</summary>
    static readonly string[] Given =
    [
        "2.25", // seconds an epoch of the toolkit, as its notebook printed them
        "200", // points of the toolkit's loss curve
        "64", "32", // bits
        "1e-9", "1e-6", // bounds of the gradient check, see GradientWaysTests
        "256", // UNFOLD_SIMD
    ];

    static readonly Lazy<HashSet<string>> Readme = new(() => [.. NumbersOf(Repository.Read("README.md"))]);

    static readonly Dictionary<string, string> Sources = new(StringComparer.Ordinal);

    readonly string[] _lines;
    readonly Dictionary<string, HashSet<string>> _printed = new(StringComparer.Ordinal);

    public LabPage(string text)
    {
        _lines = text.Split('\n');
        Parse();
    }

    public List<Block> Blocks { get; } = [];

    public List<Figure> Figures { get; } = [];

    public List<Quote> Quotes { get; } = [];

    public List<Number> Numbers { get; } = [];

    public string Text => string.Join('\n', _lines);

    /// <summary>The commands in the order of the page, each once, and whether they need the treebank.</summary>
    public IEnumerable<(string Command, bool NeedsData)> Commands => Blocks.Select(block => (block.Command, block.NeedsData))
        .Concat(Figures.Select(figure => (figure.Command, Blocks.Any(block => block.Command == figure.Command && block.NeedsData)))).DistinctBy(entry => entry.Command);

    /// <summary>What in the page's blocks and sentences is not as the commands have it.</summary>
    /// <param name="outputs">The lines that each command printed; what is not there is not looked at.</param>
    /// <param name="exact">Whether rounding errors are compared too.</param>
    public IEnumerable<string> Problems(IReadOnlyDictionary<string, string[]> outputs, bool exact)
    {
        foreach (Block block in Blocks)
        {
            if (!outputs.TryGetValue(block.Command, out string[]? printed)) continue;
            foreach ((int line, string? actual) in Compare(block, printed, exact)) yield return $"docs/lab.md:{line + 1}: expected '{actual ?? "a line that the command prints"}', got '{_lines[line]}'. The command is: {block.Command}";
        }
        foreach (Number number in Numbers.Where(number => !Known(number)))
            yield return $"docs/lab.md:{number.Line + 1}: {number.Text} is printed by no command of its section.";
        foreach (Quote quote in Quotes.Where(quote => !Indented(Source(quote.File), quote.Code)))
            yield return $"docs/lab.md:{quote.Line + 1}: the code is not that of {quote.File}.";
    }

    /// <summary>The page with its blocks as the commands print them.</summary>
    public string Updated(IReadOnlyDictionary<string, string[]> outputs)
    {
        foreach (Block block in Blocks)
        {
            if (!outputs.TryGetValue(block.Command, out string[]? printed)) continue;
            foreach ((int line, string? actual) in Compare(block, printed, exact: true)) _lines[line] = actual ?? _lines[line];
        }
        return Text;
    }

    /// <summary>The lines of a block that differ, with what the command has in their place; nothing where the command has no such line.</summary>
    IEnumerable<(int Line, string? Actual)> Compare(Block block, string[] printed, bool exact)
    {
        int at = 0;
        bool gap = false;
        for (int line = block.First; line <= block.Last; line++)
        {
            if (_lines[line] == "…")
            {
                gap = true;
                continue;
            }
            if (gap) at = Find(line, block.Last, printed, at, exact);
            gap = false;
            string? actual = at < printed.Length ? printed[at++] : null;
            if (actual is null || Compared(actual, exact) != Compared(_lines[line], exact)) yield return (line, actual);
        }
        if (!gap && at < printed.Length) yield return (block.Last, "… (more lines are printed)");
    }

    /// <summary>Where the lines up to the next ellipsis stand: word for word, else but for their numbers.</summary>
    int Find(int line, int last, string[] printed, int from, bool exact)
    {
        string[] run = [.. _lines[line..(last + 1)].TakeWhile(text => text != "…")];
        foreach (Func<string, string> same in (Func<string, string>[])[text => Compared(text, exact), Skeleton])
        {
            for (int at = from; at + run.Length <= printed.Length; at++)
            {
                if (run.Select(same).SequenceEqual(printed[at..(at + run.Length)].Select(same))) return at;
            }
        }
        return printed.Length;
    }

    /// <summary>A line without what differs from one time to the next: seconds; and, elsewhere than where the page was made, rounding errors.</summary>
    static string Compared(string line, bool exact)
    {
        string compared = Timings.Replace(line, "#");
        return exact ? compared : Rounding.Replace(compared, "${rest}");
    }

    /// <summary>A line with its seconds blanked: what stands before and between them keeps its place.</summary>
    internal static string Timeless(string line) => Timings.Replace(line, match => new string('#', match.Length));

    static string Skeleton(string line) => Spaces.Replace(AnyNumber.Replace(line, match => string.IsNullOrWhiteSpace(line[..match.Index]) ? match.Value : "#"), " ");

    bool Known(Number number) => Given.Contains(number.Text, StringComparer.Ordinal) || Printed(number.Section).Contains(number.Text) || (number.FromReadme && Readme.Value.Contains(number.Text));

    /// <summary>The numbers of a section's commands, blocks and code.</summary>
    HashSet<string> Printed(string section)
    {
        if (!_printed.TryGetValue(section, out HashSet<string>? printed))
        {
            IEnumerable<string> lines = Blocks.Where(block => block.Section == section).SelectMany(block => _lines[(block.First - 1)..(block.Last + 1)].Select(Timeless));
            _printed[section] = printed = [.. lines.Concat(Quotes.Where(quote => quote.Section == section).Select(quote => quote.Code)).SelectMany(NumbersOf)];
        }
        return printed;
    }

    static string Source(string file)
    {
        lock (Sources) return Sources.TryGetValue(file, out string? source) ? source : Sources[file] = Repository.Read(file);
    }

    static bool Indented(string file, string code)
    {
        string[] all = [.. file.Split('\n').Select(line => line.TrimEnd())], part = code.Split('\n');
        for (int at = 0; at + part.Length <= all.Length; at++)
        {
            int indent = all[at].Length - all[at].TrimStart().Length;
            if (part.Select(line => line.Length == 0 ? "" : new string(' ', indent) + line).SequenceEqual(all[at..(at + part.Length)])) return true;
        }
        return false;
    }

    void Parse()
    {
        (string section, string file, string? image) = ("", "", null);
        for (int i = 0; i < _lines.Length; i++)
        {
            string line = _lines[i];
            if (line.StartsWith("```", StringComparison.Ordinal))
            {
                int end = Array.IndexOf(_lines, "```", i + 1);
                if (line.StartsWith("```console", StringComparison.Ordinal)) Blocks.Add(new Block(section, _lines[i + 1][2..], line.EndsWith(" ud_ewt", StringComparison.Ordinal), i + 2, end - 1));
                if (line == "```csharp") Quotes.Add(new Quote(section, file, string.Join('\n', _lines[(i + 1)..end]), i + 1));
                i = end;
                continue;
            }
            if (line.StartsWith("## ", StringComparison.Ordinal)) section = line;
            if (Link.Matches(line).LastOrDefault() is { } link) file = link.Groups["path"].Value;
            if (Image.Match(line) is { Success: true } picture) image = picture.Groups["path"].Value;
            if (image is not null && Made.Match(line) is { Success: true } made)
            {
                Figures.Add(new Figure(image, made.Groups["command"].Value, made.Groups["file"].Value));
                image = null;
            }
            bool readme = line.Contains("../README.md", StringComparison.Ordinal);
            foreach (Match match in AnyNumber.Matches(NoProse.Replace(line, part => new string(' ', part.Length)))) Numbers.Add(new Number(section, match.Value, i, match.Index, readme));
        }
        if (image is not null) throw new InvalidDataException($"docs/lab.md: {image} has no command below it.");
    }

    static IEnumerable<string> NumbersOf(string text) => AnyNumber.Matches(text).Select(match => match.Value);

    [GeneratedRegex(@"(?<![\w.])\d+(,\d{3})*(\.\d+)?([eE][+-]?\d+)?(?!\w)", RegexOptions.ExplicitCapture, 1000)]
    internal static partial Regex AnyNumber { get; }

    /// <summary>What is no number of a sentence: headings' numbers, link targets, commands, options, formulas and files.</summary>
    [GeneratedRegex(@"^#+ \d+\.|\]\([^)]*\)|`(unfold|dotnet|UNFOLD_|--)[^`]*`|`[^`]*[∂−\[][^`]*`|t[+−]1\b|`[^`]*\.(svg|md|cs|json)`", RegexOptions.ExplicitCapture, 1000)]
    static partial Regex NoProse { get; }

    [GeneratedRegex(@"(?<=took |compiled, |evaluation |; )\d+\.\d+(?= seconds per epoch|\), |\.$| s$)", RegexOptions.ExplicitCapture, 1000)]
    static partial Regex Timings { get; }

    [GeneratedRegex(@"^(?<rest>.*(unfolded on the tape|fused layer|single precision|central differences|weight\w*) +[\d,]+) +[\d.e-]+ +[\d.e-]+$", RegexOptions.ExplicitCapture, 1000)]
    static partial Regex Rounding { get; }

    [GeneratedRegex(" +", RegexOptions.None, 1000)]
    static partial Regex Spaces { get; }

    [GeneratedRegex(@"\]\(\.\./(?<path>(src|samples)/[^)]+\.cs)\)", RegexOptions.ExplicitCapture, 1000)]
    static partial Regex Link { get; }

    [GeneratedRegex(@"^!\[[^\]]+\]\((?<path>images/lab-[^)]+\.svg)\)$", RegexOptions.ExplicitCapture, 1000)]
    static partial Regex Image { get; }

    [GeneratedRegex(@"`(?<command>unfold [^`]+)` → `(?<file>[^`]+\.svg)`", RegexOptions.ExplicitCapture, 1000)]
    static partial Regex Made { get; }

    /// <summary>A command and the lines that the page shows of what it prints.</summary>
    internal sealed record Block(string Section, string Command, bool NeedsData, int First, int Last);

    /// <summary>A picture of the page, the command that makes it, and the file that the command writes.</summary>
    internal sealed record Figure(string Path, string Command, string File);

    /// <summary>Code of the page, and the file it is from.</summary>
    internal sealed record Quote(string Section, string File, string Code, int Line);

    /// <summary>A number in a sentence; README.md may have it where the sentence names it.</summary>
    internal sealed record Number(string Section, string Text, int Line, int Column, bool FromReadme);
}
