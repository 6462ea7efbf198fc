using Unfold.Nn;

namespace Unfold.Inspection;

/// <summary>Explains a model's answers token by token; the model stays as it is.</summary>
/// <remarks>
/// What is explained is the logit of class 1 of a model with one logit, else of the class it predicts for the text. Integrated gradients go from zero word
/// vectors along the straight line, by Gauss–Legendre quadrature. Source: M. Sundararajan, A. Taly, Q. Yan, "Axiomatic
/// Attribution for Deep Networks", 2017; J. Li et al., "Understanding Neural Networks through Representation Erasure", 2016.
/// </remarks>
/// <param name="model">The model; dropout is off while it is asked.</param>
/// <param name="embedding">Where its tokens become vectors.</param>
/// <param name="logits">A batch to logits [B, 1] or [B, C].</param>
public sealed class TokenSaliency(Module model, Embedding embedding, Func<SequenceBatch, Tensor> logits)
{
    const int MostRefined = 8;
    const double Incomplete = 0.005;
    readonly ModelQuestions _questions = new(model, logits);

    /// <summary>Points on the way of integrated gradients. <value>Default: 32.</value></summary>
    /// <remarks>Where their sum misses f(x) − f(0) by more than half a hundredth, as kinks of a ReLU may have it, points are doubled, up to eightfold.</remarks>
    public int Steps { get; init; } = 32;

    /// <summary>Tokens that are read at once: it bounds the memory, and changes no number.</summary>
    internal int MostTokensAtOnce { get; init; } = 16_384;

    /// <summary>Explains the answer to a text.</summary>
    /// <param name="tokens">Token ids, at least one.</param>
    public TextSaliency Explain(int[] tokens)
    {
        ArgumentNullException.ThrowIfNull(tokens);
        if (tokens.Length == 0)
            throw new ArgumentException("TokenSaliency.Explain: expected a text of at least one token, got an empty one. There is nothing to explain in it.", nameof(tokens));
        (int explained, double logit, double probability) = Answer(tokens);
        PathGradients path = Path(tokens, explained, Steps);
        for (int more = 2; more <= MostRefined && Math.Abs(path.Integrated.Sum() - (logit - path.Baseline)) > Incomplete * Math.Abs(logit - path.Baseline); more *= 2)
            path = Path(tokens, explained, more * Steps);
        double[] changed = Logits([.. WithoutOne(tokens), .. Prefixes(tokens)], explained);
        return new()
        {
            Tokens = tokens,
            Class = explained,
            Logit = logit,
            Probability = probability,
            Baseline = path.Baseline,
            GradientNorm = path.Norm,
            GradientInput = path.Product,
            Integrated = path.Integrated,
            Occlusion = [.. changed[..tokens.Length].Select(without => logit - without)],
            Valence = changed[tokens.Length..],
        };
    }

    PathGradients Path(int[] tokens, int explained, int steps)
    {
        (double[] points, double[] weights) = GaussLegendre.Of(steps);
        PathGradients path = new(embedding, tokens.Length, [0, .. points, 1], [0, .. weights, 0]);
        path.ReadAll(Math.Max(1, MostTokensAtOnce / tokens.Length), copies => _questions.Differentiate(
            [.. Enumerable.Repeat(tokens, copies)], all => SumOf(all, explained), view => path.Read(view, explained), path.Replace));
        return path;
    }

    (int Class, double Logit, double Probability) Answer(int[] tokens)
    {
        (int Class, double Logit, double Probability) answer = default;
        _questions.Look([tokens], view =>
        {
            double[] numbers = view.Logits.ToDoubles(), probabilities = view.Probabilities();
            int best = Math.Max(0, numbers.AsSpan().IndexOf(numbers.Max())); // not found: NaN
            answer = (numbers.Length == 1 ? 1 : best, numbers[best], probabilities[best]);
        });
        return answer;
    }

    /// <summary>The logits of one class for any number of texts, in batches of bounded size.</summary>
    double[] Logits(int[][] texts, int explained)
    {
        double[] result = new double[texts.Length];
        for (int start = 0; start < texts.Length;)
        {
            int end = start + 1;
            for (int tokens = texts[start].Length; end < texts.Length && tokens + texts[end].Length <= MostTokensAtOnce; end++)
                tokens += texts[end].Length;
            int from = start;
            _questions.Look(texts[start..end], view =>
            {
                int width = view.Logits.Shape.Columns;
                double[] numbers = view.Logits.ToDoubles();
                for (int i = 0; i < numbers.Length / width; i++)
                    result[from + i] = numbers[(i * width) + (width == 1 ? 0 : explained)];
            });
            start = end;
        }
        return result;
    }

    static Tensor SumOf(Tensor logits, int explained)
    {
        int width = logits.Shape.Columns;
        if (width == 1)
            return Ops.Sum(logits);
        double[] mask = new double[logits.Length];
        for (int i = explained; i < mask.Length; i += width)
            mask[i] = 1;
        return Ops.Sum(Ops.Multiply(logits, Tensor.From(mask, logits.Shape).To(logits.DType)));
    }

    static IEnumerable<int[]> WithoutOne(int[] tokens) => tokens.Select((_, at) => (int[])[.. tokens[..at], .. tokens[(at + 1)..]]);

    static IEnumerable<int[]> Prefixes(int[] tokens) => tokens.Select((_, at) => tokens[..(at + 1)]);
}
