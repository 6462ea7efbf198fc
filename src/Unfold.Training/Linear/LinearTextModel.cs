using System.Diagnostics;
using Unfold.Text;

namespace Unfold.Training;

/// <summary>A logistic model on n-grams of words and characters: seconds to train, hard to beat where the order of words says little.</summary>
/// <remarks>
/// It minimises Σ u · loss + |w|² / (2 C) by <see cref="LimitedMemoryBfgs"/> from zero: no randomness, and the same bits for every number of threads.
/// Immutable once fitted; safe to share among threads. See <see cref="LinearRecipe"/>.
/// </remarks>
public sealed class LinearTextModel
{
    const double Gain = 1e-5;
    const int RowsTogether = 1 << 15; // that are answered at once
    static readonly double[] Ladder = [0.01, 0.0316, 0.1, 0.316, 1, 3.16, 10, 31.6, 100];

    readonly float[] _weights; // [features, logits]
    readonly double[] _intercepts;

    internal LinearTextModel(LinearFeatures inputs, int classes, float[] weights, double[] intercepts, double strength)
    {
        (Inputs, Classes, _weights, _intercepts, Strength) = (inputs, classes, weights, intercepts, strength);
    }

    /// <summary>The number of features.</summary>
    public int Features => Inputs.Count;

    /// <summary>Classes told apart.</summary>
    public int Classes { get; }

    /// <summary>The inverse strength of the penalty it was fitted with.</summary>
    public double Strength { get; }

    /// <summary>Iterations of the fit.</summary>
    public int Iterations { get; private init; }

    /// <summary>Seconds the fit took, counting n-grams included.</summary>
    public double Seconds { get; private init; }

    internal LinearFeatures Inputs { get; }

    internal ReadOnlySpan<float> Weights => _weights;

    internal ReadOnlySpan<double> Intercepts => _intercepts;

    /// <summary>Fits the model.</summary>
    /// <param name="corpus">The training texts.</param>
    /// <param name="labels">Their classes.</param>
    /// <param name="tokenizer">Cuts the texts into words.</param>
    /// <param name="recipe">Features, penalty, class weights.</param>
    /// <param name="cancellation">Ends the fit.</param>
    /// <exception cref="DataException">No n-gram is in enough texts.</exception>
    public static LinearTextModel Fit(Corpus corpus, LabelSet labels, ITokenizer tokenizer, LinearRecipe recipe, CancellationToken cancellation = default) =>
        Fit(corpus, labels, tokenizer, recipe, Gain, cancellation);

    /// <summary>The same with a fit that ends when an iteration gains less than a share of the value.</summary>
    internal static LinearTextModel Fit(Corpus corpus, LabelSet labels, ITokenizer tokenizer, LinearRecipe recipe, double gain, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(corpus);
        ArgumentNullException.ThrowIfNull(labels);
        ArgumentNullException.ThrowIfNull(tokenizer);
        ArgumentNullException.ThrowIfNull(recipe);
        long start = Stopwatch.GetTimestamp();
        LinearFeatures features = LinearFeatures.Find(corpus, tokenizer, recipe, cancellation);
        SparseMatrix rows = features.Rows(corpus.Count, corpus.Text, cancellation);
        var targets = new int[corpus.Count];
        for (int i = 0; i < targets.Length; i++) targets[i] = labels.IndexOf(corpus, i);
        double strength = recipe.StrengthFolds > 1 ? ChooseStrength(rows, targets, labels.Count, recipe, cancellation) : recipe.Strength;
        (float[] weights, double[] intercepts, int iterations) = Fit(rows, targets, labels.Count, recipe, strength, gain, cancellation);
        return new LinearTextModel(features, labels.Count, weights, intercepts, strength) { Iterations = iterations, Seconds = Stopwatch.GetElapsedTime(start).TotalSeconds };
    }

    /// <summary>The answers to the texts of a corpus.</summary>
    /// <exception cref="DataException">A label is none of the classes.</exception>
    public Predictions Predict(Corpus corpus, LabelSet labels, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(corpus);
        ArgumentNullException.ThrowIfNull(labels);
        var targets = new int[corpus.Count];
        for (int i = 0; i < targets.Length; i++) targets[i] = labels.IndexOf(corpus, i);
        return Predict(corpus.Text, targets, cancellation);
    }

    /// <summary>The features that speak most strongly for a class, the strongest first.</summary>
    /// <param name="of">The class.</param>
    /// <param name="count">How many.</param>
    public IReadOnlyList<(string Feature, double Weight)> Strongest(int of, int count)
    {
        int width = _intercepts.Length;
        float sign = width == 1 && of == 0 ? -1 : 1;
        return [.. Enumerable.Range(0, Features).Select(f => (Feature: f, Weight: sign * _weights[(f * width) + (width == 1 ? 0 : of)]))
            .OrderByDescending(entry => entry.Weight).Take(count).Select(entry => (Inputs[entry.Feature], (double)entry.Weight))];
    }

    /// <param name="text">The text of each row.</param>
    /// <param name="targets">The class of each row.</param>
    /// <param name="cancellation">Looked at before each text.</param>
    internal Predictions Predict(Func<int, string> text, ReadOnlySpan<int> targets, CancellationToken cancellation)
    {
        var predictions = new Predictions(targets, Classes);
        for (int first = 0; first < targets.Length; first += RowsTogether)
        {
            int start = first;
            SparseMatrix rows = Inputs.Rows(Math.Min(RowsTogether, targets.Length - start), row => text(start + row), cancellation);
            Answer(rows, _weights, _intercepts, predictions, row => start + row);
        }
        return predictions;
    }

    static (float[] Weights, double[] Intercepts, int Iterations) Fit(
        SparseMatrix rows, int[] targets, int classes, LinearRecipe recipe, double strength, double gain, CancellationToken cancellation)
    {
        float[]? scale = recipe.NaiveBayes ? LogCountRatio.Of(rows, targets, classes, cancellation) : null;
        var problem = new LogisticProblem(rows, targets, classes, recipe.ClassWeights, scale) { Cancellation = cancellation };
        (double[] fitted, int iterations) = LogisticFit.Run(problem, strength, gain, cancellation);
        int width = problem.Width;
        if (recipe.Interpolation < 1) Interpolate(fitted, width, problem.Penalised, recipe.Interpolation);
        var weights = new float[problem.Penalised];
        for (int i = 0; i < weights.Length; i++) weights[i] = (float)(fitted[i] * (scale?[i] ?? 1));
        return (weights, fitted[weights.Length..], iterations);
    }

    /// <summary>w ← β w + (1 − β) mean |w|, for each logit. It goes with ratios as the scale, which carry the sign.</summary>
    static void Interpolate(double[] weights, int width, int count, double interpolation)
    {
        var means = new double[width];
        for (int i = 0; i < count; i++) means[i % width] += Math.Abs(weights[i]) * width / count;
        for (int i = 0; i < count; i++) weights[i] = (interpolation * weights[i]) + ((1 - interpolation) * means[i % width]);
    }

    /// <summary>The strength with the smallest loss on rows that the fit did not see. Row i is held out in fold i mod folds.</summary>
    static double ChooseStrength(SparseMatrix rows, int[] targets, int classes, LinearRecipe recipe, CancellationToken cancellation)
    {
        var answers = Array.ConvertAll(Ladder, _ => new Predictions(targets, classes));
        for (int fold = 0; fold < recipe.StrengthFolds; fold++)
        {
            int[] seen = [.. Enumerable.Range(0, targets.Length).Where(i => i % recipe.StrengthFolds != fold)], held = [.. Enumerable.Range(0, targets.Length).Where(i => i % recipe.StrengthFolds == fold)];
            (SparseMatrix training, SparseMatrix others) = (rows.Take(seen, cancellation), rows.Take(held, cancellation));
            int[] classesSeen = Array.ConvertAll(seen, row => targets[row]);
            for (int i = 0; i < Ladder.Length; i++)
            {
                (float[] weights, double[] intercepts, _) = Fit(training, classesSeen, classes, recipe, recipe.Strength * Ladder[i], Gain, cancellation);
                Answer(others, weights, intercepts, answers[i], row => held[row]);
            }
        }
        return recipe.Strength * Ladder[Enumerable.Range(0, Ladder.Length).MinBy(i => answers[i].MeanLoss())];
    }

    static void Answer(SparseMatrix rows, float[] weights, double[] intercepts, Predictions to, Func<int, int> place) =>
        VectorMath.InSpans(rows.Rows, (start, end) =>
        {
            for (int row = start; row < end; row++)
            {
                Span<double> logits = to.Logits(place(row));
                rows.Multiply(row, weights, logits);
                for (int k = 0; k < logits.Length; k++) logits[k] += intercepts[k];
            }
        });
}
