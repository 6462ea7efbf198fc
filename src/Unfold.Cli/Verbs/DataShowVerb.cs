using System.CommandLine;
using System.Text.Json;
using Unfold.Text;

namespace Unfold.Cli;

/// <summary><c>data show NAME</c>: rows, classes, lengths and a few texts.</summary>
sealed class DataShowVerb : Verb
{
    const int LongestShown = 100;
    readonly Argument<string> _name = new("NAME") { Description = "The data set" };
    readonly Option<string?> _part = new("--part") { Description = "Which part of it, such as test; by default the first", HelpName = "PART" };

    public DataShowVerb()
        : base("show", "Looks inside a data set: rows, classes, lengths, a few texts")
    {
        Add(_name);
        Add(_part);
        Add(TrainingOptions.DataFolder);
    }

    protected override int Run(ParseResult arguments, Terminal terminal, CancellationToken cancellation)
    {
        DataSet set = DataCatalog.Find(arguments.GetRequiredValue(_name));
        string folder = DataFolder.Resolve(arguments.GetValue(TrainingOptions.DataFolder));
        var summary = CorpusSummary.Of(set.Open(folder, arguments.GetValue(_part)).Read(cancellation), Tokenizer.Create("basic_english"), cancellation: cancellation);
        if (terminal.Json)
        {
            terminal.WriteDocument(JsonSerializer.Serialize(summary, CliJson.Documents.CorpusSummary));
            return ExitCodes.Fine;
        }
        terminal.Head($"{set.Name}: {set.Title}");
        terminal.Write($"{summary.Rows:N0} rows, {summary.EmptyTexts:N0} without words, {summary.RepeatedTexts:N0} that repeat another one's text");
        foreach ((string label, int rows) in summary.Labels) terminal.Write($"  class {label}: {rows:N0} rows ({(double)rows / summary.Rows:P1})");
        terminal.Write($"{summary.MeanLength:F1} tokens a text, half have at most {summary.MedianLength:N0}, 95 % at most {summary.Length95:N0}, the longest {summary.LongestLength:N0}");
        terminal.Write($"{summary.Types:N0} different tokens");
        terminal.Tell();
        foreach (LabelledText row in summary.Sample) terminal.Tell($"  [{row.Label}] {Shorten(row.Text)}");
        terminal.Tell();
        terminal.Tell(set.Notes);
        terminal.Tell($"Source: {set.Source}. Licence: {set.Licence}.");
        return ExitCodes.Fine;
    }

    static string Shorten(string text)
    {
        string line = text.ReplaceLineEndings(" ");
        return line.Length <= LongestShown ? line : line[..LongestShown] + " …";
    }
}
