using Unfold.Lab;
using Unfold.Nn;
using Unfold.Text;

namespace Unfold.Training;

/// <summary>Compares the gradients of a recipe's model with central differences, in double precision, without its data.</summary>
/// <remarks>
/// The model has the recipe's sizes but a vocabulary of sixty made-up words and four times as many rows for their pairs; it reads eight texts of 1 to 12 words with dropout off. The numeric slopes are
/// <see cref="GradientCheck"/>'s. Where <c>tagging.plain</c> is set, the lab's hand-written gradient stands beside them, see <see cref="GradientWays"/>.
/// </remarks>
public static class RecipeGradients
{
    /// <summary>The largest relative error that passes. <value>1e-6</value></summary>
    public const double Bound = 1e-6;

    /// <summary>The largest absolute error that passes whatever the relative one: the loss's rounding over the step of the differences is about 1e-12. <value>1e-11</value></summary>
    public const double Rounding = 1e-11;

    const int Words = 60;
    const int Classes = 3;
    static readonly int[] Lengths = [5, 1, 12, 3, 8, 2, 12, 7];

    /// <summary>Checks every parameter.</summary>
    /// <param name="recipe">The recipe.</param>
    /// <param name="mostElements">Elements of each parameter that are checked, evenly spread. <value>Default: 40.</value></param>
    /// <param name="cancellation">Ends it.</param>
    public static IReadOnlyList<GradientCheckEntry> Check(Recipe recipe, int mostElements = 40, CancellationToken cancellation = default) => Check(recipe, mostElements, _ => { }, cancellation);

    /// <summary>The same, with somebody who hears of every loss before it is run backwards, and of the parameters it depends on.</summary>
    internal static IReadOnlyList<GradientCheckEntry> Check(Recipe recipe, int mostElements, Action<IReadOnlyList<Parameter>> evaluated, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(recipe);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(mostElements);
        var rng = new Rng(recipe.Seed);
        int[][] texts = [.. Lengths.Select(length => Enumerable.Range(0, length).Select(_ => 2 + rng.Next(Words - 2)).ToArray())];
        var options = new GradientCheckOptions { MaxElements = mostElements };
        return Execution.Cancellable(cancellation, () => recipe.Task == TaskKind.Tagging ? Tagger(recipe, texts, rng, options, evaluated, cancellation) : Classifier(recipe, texts, rng, options, evaluated, cancellation));
    }

    /// <summary>Whether a parameter's gradient is right; one that is NaN is not.</summary>
    public static bool Passes(GradientCheckEntry entry)
    {
        ArgumentNullException.ThrowIfNull(entry);
        return entry.MaxRelativeError <= Bound || entry.MaxAbsoluteError <= Rounding;
    }

    static IReadOnlyList<GradientCheckEntry> Classifier(Recipe recipe, int[][] texts, Rng rng, GradientCheckOptions options, Action<IReadOnlyList<Parameter>> evaluated, CancellationToken cancellation)
    {
        // texts of one length where the recipe pads to one
        int steps = recipe.Text.PadToLength == 0 ? 0 : Lengths.Max();
        if (steps > 0) texts = [.. texts.Select(text => text.Concat(Enumerable.Repeat(2, steps - text.Length)).ToArray())];
        var network = new TextModel(recipe.Model with { BigramRows = Math.Min(recipe.Model.BigramRows, 4 * Words) }, Words, Classes, rng.Fork("model"), steps: steps);
        network.To(DType.Float64);
        network.Eval();
        int[] labels = [.. texts.Select((_, i) => i % Classes)];
        SequenceBatch batch = SequenceBatch.FromIds(texts);
        return GradientCheck.Run(Loss, network.Parameters, options: options);

        Tensor Loss()
        {
            cancellation.ThrowIfCancellationRequested();
            Tensor loss = CrossEntropy.WithLogits(network.Forward(batch), labels);
            evaluated(network.Parameters);
            return loss;
        }
    }

    static IReadOnlyList<GradientCheckEntry> Tagger(Recipe recipe, int[][] texts, Rng rng, GradientCheckOptions options, Action<IReadOnlyList<Parameter>> evaluated, CancellationToken cancellation)
    {
        TaggedSentence[] sentences = [.. texts.Select(text => new TaggedSentence([.. text.Select(id => $"w{id}")], [.. text.Select(id => $"t{id % Classes}")]))];
        TaggerVocabulary vocabulary = TaggerVocabulary.Of(new TaggedCorpus(sentences), recipe with { Text = recipe.Text with { MinCount = 1 } }); // fixed vectors have no gradient, and need no file here
        TaggerRows rows = new(sentences, vocabulary);
        var network = new TaggerNetwork(recipe, vocabulary.Words.Count, vocabulary.Characters.Count, vocabulary.Tags.Count, rng.Fork("model"));
        network.To(DType.Float64);
        network.Eval();
        (TextBatch text, TaggerBatch batch) = (new TextBatch(), new TaggerBatch(network.Spells));
        text.Load(rows.Words, [.. Enumerable.Range(0, sentences.Length)]);
        batch.Load(rows, text, vocabulary.Words.DefaultIndex!.Value);
        List<GradientCheckEntry> entries = [.. GradientCheck.Run(Loss, network.Parameters, options: options)];
        if (recipe.Tagging.Plain) entries.AddRange(ByHand(network, recipe, rows));
        return entries;

        Tensor Loss()
        {
            cancellation.ThrowIfCancellationRequested();
            Tensor loss = network.Loss(network.Emissions(batch), batch.Tags);
            evaluated(network.Parameters);
            return loss;
        }
    }

    /// <summary>The lab's gradients of the longest text, all ways, as far as they are apart from the hand-written ones.</summary>
    static IEnumerable<GradientCheckEntry> ByHand(TaggerNetwork network, Recipe recipe, TaggerRows rows)
    {
        double[][,] weights = [.. network.Parameters.Select(parameter => Matrix(parameter.Value))];
        PlainRnn model = new(weights[0], weights[1], weights[2], weights[3], recipe.Model.Activation);
        int longest = Enumerable.Range(0, Lengths.Length).MaxBy(i => Lengths[i]);
        return GradientWays.Compare(model, rows.Words[longest].ToArray(), rows.Tags[longest])
            .Select(comparison => new GradientCheckEntry($"{comparison.Parameter}, by hand against {comparison.Way}", comparison.MaxAbsolute, comparison.MaxRelative, comparison.Checked));
    }

    static double[,] Matrix(Tensor tensor)
    {
        var matrix = new double[tensor.Shape[0], tensor.Shape[1]];
        Buffer.BlockCopy(tensor.ToDoubles(), 0, matrix, 0, matrix.Length * sizeof(double));
        return matrix;
    }
}
