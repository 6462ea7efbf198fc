using Unfold.Text;

namespace Unfold.Training;

/// <summary>A logistic model on TF-IDF counts of words and short runs of words: what word order has to beat.</summary>
/// <remarks>
/// A row's features are count · (ln((1 + n) / (1 + n_f)) + 1), scaled to length 1. The weights minimise
/// ½ |W|² + C Σ w_y · loss with an intercept that is not penalised; two classes have one logit, more have one each.
/// Fitted by <see cref="LimitedMemoryBfgs"/> from zero: no randomness. Source: scikit-learn <c>TfidfVectorizer</c> and
/// <c>LogisticRegression</c>, whose scores this matches. Immutable once fitted; safe to share among threads.
/// </remarks>
public sealed class BagOfWords
{
    const int RowsTogether = 1 << 15; // that are answered at once
    readonly ITokenizer _tokenizer;
    readonly Vocabulary _features;
    readonly double[] _idf;
    readonly double[] _weights; // [feature, logit], then an intercept a logit
    readonly int _logits;

    BagOfWords(ITokenizer tokenizer, Vocabulary features, double[] idf, double[] weights, int logits, int iterations) =>
        (_tokenizer, _features, _idf, _weights, _logits, Iterations) = (tokenizer, features, idf, weights, logits, iterations);

    /// <summary>The number of features.</summary>
    public int Features => _idf.Length;

    /// <summary>Weights that are not zero, intercepts not counted: fewer than all with an elastic net.</summary>
    public int NonZeroWeights => _weights.AsSpan(0, Features * _logits).ToArray().Count(weight => weight != 0);

    /// <summary>Iterations of the fit.</summary>
    public int Iterations { get; }

    /// <summary>Fits the model, by an elastic net where <paramref name="l1Share"/> is above 0.</summary>
    /// <param name="corpus">The training texts.</param>
    /// <param name="labels">Their classes.</param>
    /// <param name="tokenizer">Cuts the texts.</param>
    /// <param name="options">Features and strength.</param>
    /// <param name="cancellation">Ends the fit.</param>
    /// <param name="l1Share">ρ in C Σ w_y · loss + (1 − ρ)/2 |W|² + ρ Σ |W|, 0..1. <value>Default: 0.</value></param>
    public static BagOfWords Fit(Corpus corpus, LabelSet labels, ITokenizer tokenizer, BaselineRecipe? options = null, CancellationToken cancellation = default, double l1Share = 0)
    {
        ArgumentNullException.ThrowIfNull(corpus);
        ArgumentNullException.ThrowIfNull(labels);
        options ??= new BaselineRecipe();
        var builder = new VocabularyBuilder(tokenizer, new VocabularyOptions { NGrams = options.NGrams, MinCount = options.MinCount, Specials = [VocabularyOptions.Unknown] });
        Vocabulary features = builder.AddRange(corpus.Texts, cancellation).Build(cancellation);
        int count = features.Count - features.SpecialCount;

        var targets = new int[corpus.Count];
        for (int i = 0; i < targets.Length; i++) targets[i] = labels.IndexOf(corpus, i);
        double[] idf = DocumentFrequencies(corpus, tokenizer, features, count, cancellation);
        for (int f = 0; f < count; f++) idf[f] = Math.Log((1d + corpus.Count) / (1 + idf[f])) + 1;

        var empty = new BagOfWords(tokenizer, features, idf, [], labels.Count == 2 ? 1 : labels.Count, 0);
        var problem = new LogisticProblem(empty.Rows(corpus, 0, corpus.Count, cancellation), targets, labels.Count, options.ClassWeights) { Cancellation = cancellation };
        (double[] weights, int iterations) = l1Share > 0
            ? ElasticNetFit.Run(problem, options.Strength, l1Share, tolerance: 1e-6, cancellation)
            : LogisticFit.Run(problem, options.Strength, gain: 1e-10, cancellation);
        return new BagOfWords(tokenizer, features, idf, weights, empty._logits, iterations);
    }

    /// <summary>The answers to the texts of a corpus.</summary>
    /// <param name="corpus">The texts.</param>
    /// <param name="labels">Their classes.</param>
    /// <param name="cancellation">Looked at before each text.</param>
    public Predictions Predict(Corpus corpus, LabelSet labels, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(corpus);
        ArgumentNullException.ThrowIfNull(labels);
        var targets = new int[corpus.Count];
        for (int i = 0; i < targets.Length; i++) targets[i] = labels.IndexOf(corpus, i);
        var predictions = new Predictions(targets, labels.Count);
        float[] weights = Array.ConvertAll(_weights, weight => (float)weight);
        for (int start = 0; start < targets.Length; start += RowsTogether)
        {
            SparseMatrix rows = Rows(corpus, start, Math.Min(RowsTogether, targets.Length - start), cancellation);
            for (int i = 0; i < rows.Rows; i++)
            {
                Span<double> logits = predictions.Logits(start + i);
                rows.Multiply(i, weights, logits);
                for (int c = 0; c < logits.Length; c++) logits[c] += _weights[(Features * _logits) + c];
            }
        }
        return predictions;
    }

    SparseMatrix Rows(Corpus corpus, int start, int count, CancellationToken cancellation) =>
        SparseMatrix.Build(count, Features, (row, columns, values) => AddRow(corpus.Text(start + row), columns, values), cancellation);

    void AddRow(string text, List<int> columns, List<float> values)
    {
        List<int> ids = [];
        _features.Encode(_tokenizer, text, ids);
        ids.Sort();
        int before = values.Count;
        double square = 0;
        for (int i = 0; i < ids.Count;)
        {
            int end = i;
            while (end < ids.Count && ids[end] == ids[i]) end++;
            int feature = ids[i] - _features.SpecialCount;
            if (feature >= 0)
            {
                double value = (end - i) * _idf[feature];
                columns.Add(feature);
                values.Add((float)value);
                square += value * value;
            }
            i = end;
        }
        if (square == 0) return;
        float scale = (float)(1 / Math.Sqrt(square));
        foreach (ref float value in System.Runtime.InteropServices.CollectionsMarshal.AsSpan(values)[before..]) value *= scale;
    }

    static double[] DocumentFrequencies(Corpus corpus, ITokenizer tokenizer, Vocabulary features, int count, CancellationToken cancellation)
    {
        var frequencies = new double[count];
        var lastRow = new int[count];
        var ids = new List<int>();
        for (int row = 0; row < corpus.Count; row++)
        {
            cancellation.ThrowIfCancellationRequested();
            ids.Clear();
            features.Encode(tokenizer, corpus.Text(row), ids);
            foreach (int id in ids)
            {
                int feature = id - features.SpecialCount;
                if (feature < 0 || lastRow[feature] == row + 1) continue;
                lastRow[feature] = row + 1;
                frequencies[feature]++;
            }
        }
        return frequencies;
    }
}
