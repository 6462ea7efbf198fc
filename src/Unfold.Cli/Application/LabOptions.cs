using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using Unfold.Inspection;
using Unfold.Nn;
using Unfold.Text;
using Unfold.Training;

namespace Unfold.Cli;

/// <summary>Options of <c>lab</c>, and what they come to.</summary>
static class LabOptions
{
    const string Treebank = "ud_ewt", TreebankRecipe = "pos-rnn";
    static readonly string[] Layers = ["W_e", "W_x", "W_h", "W_y"];

    public static Option<string?> Text { get; } = new("--sentence") { Description = "Words with their tags, such as \"the/DET cat/NOUN sat/VERB\"; known words need no tag", HelpName = "TEXT" };

    public static Option<string?> Data { get; } = new("--data") { Description = "Tagged sentences: a CoNLL-U or CoNLL file, or ud_ewt for those that pos-rnn trains on; by default a few of our own", HelpName = "FILE" };

    public static Option<int?> Index { get; } = new("--index") { Description = "Which sentence of the data, from 0; by default the first with 6 to 14 words", HelpName = "N" };

    public static Option<string?> Cell { get; } = new("--cell") { Description = "The non-linearity of fresh weights: sigmoid (as the toolkit has it), tanh or relu", HelpName = "KIND" };

    public static Option<string?> Init { get; } = new("--init") { Description = "Fresh weights: toolkit (all above zero) or centred (around zero); by default toolkit, for relu centred", HelpName = "KIND" };

    public static Option<uint> Seed { get; } = new("--seed") { Description = "Where fresh weights come from", HelpName = "N", DefaultValueFactory = _ => 1234 };

    public static Option<string[]> Weights { get; } = new("--weight")
    {
        Description = "A weight whose loss curve is drawn: W_e, W_x, W_h or W_y (or 0 to 3, -1 the last), its row (of W_e a word, of W_y a tag will do), its column; repeatable",
        HelpName = "NAME,ROW,COLUMN",
        Arity = ArgumentArity.OneOrMore,
    };

    public static Option<double> Span { get; } = new("--span") { Description = "How far a curve goes to each side of the weight", HelpName = "X", DefaultValueFactory = _ => 10 };

    public static Option<int> Points { get; } = new("--points") { Description = "Points of a curve, at least 3; an odd number, so that the weight is one of them", HelpName = "N", DefaultValueFactory = _ => 201 };

    public static Option<string> Against { get; } = new("--against") { Description = "The gradient beside the hand-written one: fused, tape (unfolded), or single (fused, single precision)", HelpName = "WAY", DefaultValueFactory = _ => "fused" };

    public static Option<int> Lags { get; } = new("--lags") { Description = "Words that are read for the figures over the lag: the sentence over and over", HelpName = "N", DefaultValueFactory = _ => 40 };

    public static Option<double?> ClipNorm { get; } = new("--clip-norm") { Description = "The example's threshold by norm; by default half of the gradient's norm", HelpName = "X" };

    public static Option<double?> ClipValue { get; } = new("--clip-value") { Description = "The example's threshold by value; by default the one that leaves the same norm", HelpName = "X" };

    public static Option<string> Out { get; } = new("--out") { Description = "Folder for lab.html, lab.json and the figures", HelpName = "DIR", DefaultValueFactory = _ => "lab" };

    static LabOptions()
    {
        Lags.Validators.Add(Checks.AtLeastOne);
        Points.Validators.Add(Checks.AtLeastOne);
    }

    public static void AddTo(Command verb)
    {
        foreach (Option option in (Option[])[Text, Data, Index, Cell, Init, Seed, Weights, Span, Points, Against, Lags, ClipNorm, ClipValue, Out, TrainingOptions.DataFolder]) verb.Add(option);
    }

    /// <summary>What is wrong without a look at any data.</summary>
    public static void Check(ParseResult arguments)
    {
        if (arguments.GetValue(Text) is not null && arguments.GetValue(Index) is not null) throw new UsageException("lab: expected --sentence or --index, got both. --sentence is the sentence itself.");
        if (arguments.GetValue(Points) is < 3 and var points) throw new UsageException($"lab: expected --points of at least 3, got {points}.");
        OneOf(Cell, arguments.GetValue(Cell), "sigmoid", "tanh", "relu");
        OneOf(Init, arguments.GetValue(Init), "toolkit", "centred");
        OneOf(Against, arguments.GetValue(Against), "fused", "tape", "single");
        Above(Span, arguments.GetValue(Span));
        Above(ClipNorm, arguments.GetValue(ClipNorm));
        Above(ClipValue, arguments.GetValue(ClipValue));
    }

    /// <summary>The sentence that is asked for; nothing where none is.</summary>
    /// <param name="arguments">The options.</param>
    /// <param name="known">Sentences whose words need no tag.</param>
    /// <param name="cancellation">Ends the reading.</param>
    public static TaggedSentence? Sentence(ParseResult arguments, Func<TaggedCorpus> known, CancellationToken cancellation)
    {
        if (arguments.GetValue(Text) is { } text) return LabSentences.Parse(text, LabSentences.TagsOf(known()));
        if (arguments.GetValue(Index) is not { } index) return arguments.GetValue(Data) is null ? null : LabSentences.Choose(Corpus(arguments, cancellation), Corpus(arguments, cancellation).TagNames);
        TaggedCorpus corpus = Corpus(arguments, cancellation);
        return index >= 0 && index < corpus.Sentences.Count ? corpus.Sentences[index]
            : throw new UsageException($"lab: expected --index of 0 to {corpus.Sentences.Count - 1}, got {index}. {corpus.Source} has {corpus.Sentences.Count} sentences.");
    }

    /// <summary>The sentences of the data.</summary>
    public static TaggedCorpus Corpus(ParseResult arguments, CancellationToken cancellation)
    {
        if (arguments.GetValue(Data) is not { } file) return LabSentences.BuiltIn;
        if (file == Treebank && !File.Exists(file)) return TaggingData.Open(RecipeCatalog.Get(TreebankRecipe), DataFolder.Resolve(arguments.GetValue(TrainingOptions.DataFolder)), cancellation).Train;
        string bare = file.EndsWith(".gz", StringComparison.OrdinalIgnoreCase) ? file[..^3] : file;
        return bare.EndsWith(".conllu", StringComparison.OrdinalIgnoreCase) ? new ConlluSource(file).Read(cancellation) : new ConllSource(file).Read(cancellation);
    }

    public static Activation Activation(ParseResult arguments) => arguments.GetValue(Cell) switch { "tanh" => Nn.Activation.Tanh, "relu" => Nn.Activation.Relu, _ => Nn.Activation.Sigmoid };

    /// <summary>From the toolkit's weights the states of a ReLU grow without an end, so that it begins around zero unless it is told otherwise.</summary>
    public static bool Centred(ParseResult arguments, Activation activation) => arguments.GetValue(Init) is { } init ? init == "centred" : activation == Nn.Activation.Relu;

    public static LabSettings Settings(ParseResult arguments, PlainTagger tagger) => new()
    {
        Weights = [.. (arguments.GetValue(Weights) ?? []).Select(text => Weight(text, tagger))],
        Span = arguments.GetValue(Span), Points = arguments.GetValue(Points), Lags = arguments.GetValue(Lags), Seed = arguments.GetValue(Seed),
        Against = arguments.GetValue(Against) switch { "tape" => LabAgainst.Tape, "single" => LabAgainst.Single, _ => LabAgainst.Fused },
        ClipNorm = arguments.GetValue(ClipNorm), ClipValue = arguments.GetValue(ClipValue),
    };

    /// <summary>Between the first comma and the last stands the row: a word may be a comma itself.</summary>
    static LabWeight Weight(string text, PlainTagger tagger)
    {
        int first = text.IndexOf(',', StringComparison.Ordinal), last = text.LastIndexOf(',');
        int layer = first < 0 ? -1 : Array.IndexOf(Layers, text[..first]);
        if (layer < 0 && first > 0 && int.TryParse(text[..first], CultureInfo.InvariantCulture, out int number) && number is >= -4 and <= 3) layer = number < 0 ? number + 4 : number;
        if (layer < 0 || last <= first)
            throw new UsageException($"--weight: expected NAME,ROW,COLUMN with one of {string.Join(", ", Layers)}, such as W_y,0,0, got '{text}'.");
        double[,] values = tagger.Model.Layers[layer].Values;
        string row = text[(first + 1)..last];
        if (!int.TryParse(row, NumberStyles.None, CultureInfo.InvariantCulture, out int at)) at = layer == 0 ? tagger.IdOf(row) : layer == 3 ? tagger.Tags.ToList().IndexOf(row) : -1;
        if (!int.TryParse(text[(last + 1)..], NumberStyles.None, CultureInfo.InvariantCulture, out int column)) column = -1;
        if ((uint)at >= (uint)values.GetLength(0) || (uint)column >= (uint)values.GetLength(1))
            throw new UsageException($"--weight: expected a row and a column of {Layers[layer]} [{values.GetLength(0)}, {values.GetLength(1)}], counted from 0, got '{text}'.");
        return new LabWeight(layer, at, column);
    }

    static void OneOf(Option option, string? value, params string[] known)
    {
        if (value is not null && !known.Contains(value, StringComparer.Ordinal))
            throw new UsageException($"{option.Name}: expected one of {string.Join(", ", known)}, got '{value}'.{NearestName.Hint(value, known)}");
    }

    static void Above(Option option, double? value)
    {
        if (value is { } number && !(number > 0 && double.IsFinite(number))) throw new UsageException(string.Create(CultureInfo.InvariantCulture, $"{option.Name}: expected a number above 0, got {number}."));
    }
}
