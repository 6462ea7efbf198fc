using System.CommandLine;
using System.Text;
using System.Text.Json;
using Unfold.Training;

namespace Unfold.Cli;

/// <summary><c>predict RUN [TEXT…]</c>: a trained run on texts.</summary>
sealed class PredictVerb : Verb
{
    /// <summary>Lines of a redirected input that are answered together.</summary>
    public const int LinesAtOnce = 256;
    readonly Argument<string> _run = new("RUN") { Description = "The folder of a run" };

    readonly Argument<string[]> _texts = new("TEXT")
    {
        Description = "Texts, each an argument; without any, each line of standard input is a text",
        Arity = ArgumentArity.ZeroOrMore,
    };

    public PredictVerb()
        : base("predict", "Says which class texts belong to; a tagger tags their words")
    {
        Add(_run);
        Add(_texts);
        Add(TrainingOptions.Threads);
    }

    protected override int Run(ParseResult arguments, Terminal terminal, CancellationToken cancellation)
    {
        TrainingOptions.ApplyThreads(arguments);
        string run = arguments.GetRequiredValue(_run);
        if (TextTagger.IsIn(run)) return Tag(TextTagger.Load(run), arguments, terminal, cancellation);
        TextClassifier classifier = TextClassifier.Load(run);
        string[] given = arguments.GetValue(_texts) ?? [];
        var all = new List<PredictionLine>();
        foreach (string[] texts in (given.Length > 0 ? given : Lines()).Chunk(Console.IsInputRedirected || given.Length > 0 ? LinesAtOnce : 1))
        {
            cancellation.ThrowIfCancellationRequested();
            PredictionLine[] lines = [.. Predict(classifier, texts, cancellation)];
            if (terminal.Json) all.AddRange(lines);
            else foreach (PredictionLine line in lines) Print(line, classifier, terminal);
        }
        if (terminal.Json) terminal.WriteDocument(JsonSerializer.Serialize([.. all], CliJson.Documents.PredictionLineArray));
        return ExitCodes.Fine;
    }

    /// <summary>Each text is a sentence; its words come with their tags.</summary>
    int Tag(TextTagger tagger, ParseResult arguments, Terminal terminal, CancellationToken cancellation)
    {
        string[] given = arguments.GetValue(_texts) ?? [];
        var all = new List<TaggedLine>();
        foreach (string text in given.Length > 0 ? given : Lines())
        {
            cancellation.ThrowIfCancellationRequested();
            var line = new TaggedLine(text, tagger.Tag(text));
            if (terminal.Json) all.Add(line);
            else terminal.Write(string.Join(' ', line.Tokens.Select(word => $"{word.Token}/{word.Tag}")));
        }
        if (terminal.Json) terminal.WriteDocument(JsonSerializer.Serialize([.. all], CliJson.Documents.TaggedLineArray));
        return ExitCodes.Fine;
    }

    /// <summary>The answers to texts, as they are printed.</summary>
    public static IEnumerable<PredictionLine> Predict(TextClassifier classifier, IReadOnlyList<string> texts, CancellationToken cancellation = default) =>
        texts.Zip(classifier.Predict(texts, cancellation), (text, answer) => new PredictionLine(text, answer.Label, answer.Probabilities));

    /// <summary>One answer as a line: class, its probability, text.</summary>
    public static void Print(PredictionLine line, TextClassifier classifier, Terminal terminal) =>
        terminal.Write($"{line.Label.PadRight(classifier.Classes.Max(name => name.Length))}  {line.Probabilities[line.Label]:F3}  {line.Text}");

    static IEnumerable<string> Lines()
    {
        using var reader = new StreamReader(Console.OpenStandardInput(), new UTF8Encoding(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true));
        for (int number = 1; ReadLine(reader, number) is { } line; number++) yield return line;
    }

    static string? ReadLine(StreamReader reader, int number)
    {
        try
        {
            return reader.ReadLine();
        }
        catch (DecoderFallbackException error)
        {
            throw new DataException($"standard input, line {number} or soon after: expected UTF-8, got other bytes. Convert the text to UTF-8 first.", error);
        }
    }
}
