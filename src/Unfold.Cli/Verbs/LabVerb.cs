using System.CommandLine;
using System.Text.Json;
using Unfold.Inspection;
using Unfold.Nn;
using Unfold.Reporting;
using Unfold.Text;
using Unfold.Training;

namespace Unfold.Cli;

/// <summary><c>lab [RUN]</c>: one sentence, unfolded: the gradients of the hand-written RNN, drawn.</summary>
sealed class LabVerb : Verb
{
    readonly Argument<string?> _run = new("RUN") { Description = "Folder of a trained plain tagger (pos-rnn); fresh weights where left out", Arity = ArgumentArity.ZeroOrOne };

    public LabVerb()
        : base("lab", "Unfolds the hand-written RNN over one sentence: loss curves, gradients side by side, vanishing, clipping, as a page and as SVG files")
    {
        Add(_run);
        LabOptions.AddTo(this);
    }

    protected override int Run(ParseResult arguments, Terminal terminal, CancellationToken cancellation)
    {
        LabOptions.Check(arguments);
        (PlainTagger tagger, TaggedSentence sentence) = arguments.GetValue(_run) is { } run ? Trained(run, arguments, cancellation) : Fresh(arguments, cancellation);
        LabDocument lab = tagger.Exhibit(sentence, LabOptions.Settings(arguments, tagger));
        cancellation.ThrowIfCancellationRequested();
        string directory = arguments.GetRequiredValue(LabOptions.Out);
        IReadOnlyList<string> figures = LabReport.Write(lab, directory);
        string page = Path.Combine(directory, LabReport.PageName);
        if (terminal.Json)
        {
            terminal.WriteDocument(JsonSerializer.Serialize(new LabOutput(page, Path.Combine(directory, LabReport.NumbersName), figures, lab), CliJson.Numbers.LabOutput));
            return ExitCodes.Fine;
        }
        LabTables.Print(lab, terminal);
        terminal.Write($"Page: {page}");
        terminal.Write($"Figures: {figures.Count} SVG files in {directory}");
        return ExitCodes.Fine;
    }

    static (PlainTagger, TaggedSentence) Trained(string run, ParseResult arguments, CancellationToken cancellation)
    {
        if (arguments.GetValue(LabOptions.Cell) is not null || arguments.GetValue(LabOptions.Init) is not null)
            throw new UsageException("lab: expected no --cell and no --init with a RUN, got one. The run's weights have their non-linearity.");
        RunFolder folder = RunFolder.Open(run);
        if (!TextTagger.IsIn(run)) throw new DataException($"{run}: expected the run of a plain tagger, got another one. Train 'pos-rnn', or a recipe with tagging.plain.");
        LabDocument? kept = folder.ReadLab();
        var tagger = PlainTagger.Of(TextTagger.Load(run), kept?.Model ?? run);
        if (LabOptions.Sentence(arguments, () => LabSentences.BuiltIn, cancellation) is { } chosen) return (tagger, chosen);
        return (tagger, kept is not null ? new TaggedSentence([.. kept.Steps.Select(step => step.Word)], [.. kept.Steps.Select(step => step.Tag)])
            : LabSentences.Choose(LabSentences.BuiltIn, tagger.Tags) ?? throw new DataException($"{run}: expected a sentence whose tags the tagger knows, got none. Give one with --sentence or --data."));
    }

    static (PlainTagger, TaggedSentence) Fresh(ParseResult arguments, CancellationToken cancellation)
    {
        TaggedCorpus? sentences = null;
        TaggedSentence? chosen = LabOptions.Sentence(arguments, Corpus, cancellation);
        chosen ??= LabSentences.Choose(Corpus(), Corpus().TagNames)!;
        Activation activation = LabOptions.Activation(arguments);
        var all = new TaggedCorpus(Corpus().Sentences.Append(chosen), Corpus().Source);
        return (PlainTagger.Fresh(all, activation, arguments.GetValue(LabOptions.Seed), LabOptions.Centred(arguments, activation)), chosen);

        TaggedCorpus Corpus() => sentences ??= LabOptions.Corpus(arguments, cancellation);
    }
}
