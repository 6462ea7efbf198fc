using System.CommandLine;
using System.Text.Json;
using Unfold.Text;
using Unfold.Training;

namespace Unfold.Cli;

/// <summary><c>eval RUN</c>: a trained run on data.</summary>
sealed class EvalVerb : Verb
{
    readonly Argument<string> _run = new("RUN") { Description = "The folder of a run" };
    readonly Option<string?> _csv = new("--csv") { Description = "A table to judge on; by default the validation part of the run's own data", HelpName = "FILE" };
    readonly Option<string?> _text = new("--text") { Description = "Its column of the text; by default as in training", HelpName = "COLUMN" };
    readonly Option<string?> _label = new("--label") { Description = "Its column of the label; by default as in training", HelpName = "COLUMN" };

    readonly Option<string?> _conllu = new("--conllu") { Description = "Tagged sentences to judge a tagger on; by default the validation part of its own data", HelpName = "FILE" };

    readonly Option<int?> _examples = new("--examples") { Description = "Shows so many texts as the model read them, with class and answer; half of them wrong answers, the surest first", HelpName = "N" };

    public EvalVerb()
        : base("eval", "Judges a trained run on its own validation data or on a table")
    {
        Add(_run);
        Add(_csv);
        Add(_text);
        Add(_label);
        Add(_conllu);
        Add(_examples);
        _examples.Validators.Add(Checks.AtLeastOne);
        Add(TrainingOptions.DataFolder);
        Add(TrainingOptions.Threads);
    }

    protected override int Run(ParseResult arguments, Terminal terminal, CancellationToken cancellation)
    {
        TrainingOptions.ApplyThreads(arguments);
        string run = arguments.GetRequiredValue(_run);
        string? csv = arguments.GetValue(_csv);
        if (TextTagger.IsIn(run)) return EvaluateTagger(run, csv, arguments, terminal, cancellation);
        if (arguments.GetValue(_conllu) is not null)
            throw new UsageException($"eval: expected --csv FILE for a classifier, got --conllu. {run} tells whole texts apart; a table has a text a row.");
        TextClassifier classifier = TextClassifier.Load(run);
        DataRecipe data = Data(classifier.Recipe.Data, csv, arguments);
        using var scratch = new ScratchFolder();
        Corpus corpus = Evaluator.Open(data, csv, Folder(data, arguments), scratch, cancellation);
        Evaluation evaluation = classifier.Evaluate(corpus, cancellation);
        IReadOnlyList<ExampleLine>? examples = arguments.GetValue(_examples) is > 0 and var count ? ExampleLine.Choose(classifier, corpus, count) : null;
        var document = new EvaluationDocument(
            run, csv ?? "validation", evaluation.Count, evaluation.Classes, new OrderedDictionary<string, double>(evaluation.Metrics, StringComparer.Ordinal), evaluation.MajorityAccuracy, evaluation.Confusion) { Examples = examples };
        if (terminal.Json) terminal.WriteDocument(JsonSerializer.Serialize(document, CliJson.Documents.EvaluationDocument));
        else Print(document, terminal);
        if (examples is not null && !terminal.Json) ExampleLine.Print(examples, terminal);
        return ExitCodes.Fine;
    }

    int EvaluateTagger(string run, string? csv, ParseResult arguments, Terminal terminal, CancellationToken cancellation)
    {
        string? file = arguments.GetValue(_conllu);
        if ((csv ?? arguments.GetValue(_text) ?? arguments.GetValue(_label)) is not null)
            throw new UsageException($"eval: expected --conllu FILE for a tagger, got a table or its columns. {run} tags words; its files have a word a line.");
        TextTagger tagger = TextTagger.Load(run);
        TaggedCorpus sentences = file is not null ? new ConlluSource(file).Read(cancellation)
            : TaggingData.Open(tagger.Recipe, Folder(tagger.Recipe.Data, arguments), cancellation).Validation;
        var document = new TaggerEvaluationDocument(run, file ?? "validation", tagger.Evaluate(sentences, cancellation));
        if (terminal.Json) terminal.WriteDocument(JsonSerializer.Serialize(document, CliJson.Documents.TaggerEvaluationDocument));
        else TaggerTables.Print(document, terminal);
        return ExitCodes.Fine;
    }

    static string? Folder(DataRecipe data, ParseResult arguments) =>
        data.Name == "csv" ? null : DataFolder.Resolve(arguments.GetValue(TrainingOptions.DataFolder));

    DataRecipe Data(DataRecipe data, string? csv, ParseResult arguments)
    {
        if (csv is null && (arguments.GetValue(_text) ?? arguments.GetValue(_label)) is not null)
            throw new UsageException("eval: expected --csv FILE with --text and --label, got none. Without a table the run's own data and columns are used.");
        return data with { Text = arguments.GetValue(_text) ?? data.Text, Label = arguments.GetValue(_label) ?? data.Label };
    }

    static void Print(EvaluationDocument document, Terminal terminal)
    {
        string what = document.Data == "validation" ? "validation rows of its own data" : $"rows of {document.Data}";
        terminal.Write($"{document.Run} on {document.Count:N0} {what}:");
        foreach ((string name, double value) in document.Metrics) terminal.Write($"  {name,-18} {value:F4}");
        terminal.Write($"  {"majority accuracy",-18} {document.MajorityAccuracy:F4}");
        terminal.Tell();
        TextColumn[] columns = [new("true class", Right: false), .. document.Classes.Select(name => new TextColumn($"answered {name}"))];
        string[][] rows = [.. document.Classes.Select((name, i) => document.Confusion[i].Select(count => $"{count:N0}").Prepend(name).ToArray())];
        foreach (string line in TextTable.Fit(columns, rows)) terminal.Tell(line);
    }
}
