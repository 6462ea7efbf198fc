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
    readonly ITokenizer _tokenizer;
    readonly Vocabulary _features;
    readonly double[] _idf;
    readonly double[] _weights; // [feature, logit], then an intercept a logit
    readonly int _logits;

    BagOfWords(ITokenizer tokenizer, Vocabulary features, double[] idf, double[] weights, int logits, int iterations) =>
        (_tokenizer, _features, _idf, _weights, _logits, Iterations) = (tokenizer, features, idf, weights, logits, iterations);

    /// <summary>The number of features.</summary>
    public int Features => _idf.Length;

    /// <summary>Iterations of the fit.</summary>
    public int Iterations { get; }

    /// <summary>Fits the model.</summary>
    /// <param name="corpus">The training texts.</param>
    /// <param name="labels">Their classes.</param>
    /// <param name="tokenizer">Cuts the texts.</param>
    /// <param name="options">Features and strength.</param>
    /// <param name="cancellation">Ends the fit.</param>
    public static BagOfWords Fit(Corpus corpus, LabelSet labels, ITokenizer tokenizer, BaselineRecipe? options = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(corpus);
        ArgumentNullException.ThrowIfNull(labels);
        options ??= new BaselineRecipe();
        var builder = new VocabularyBuilder(tokenizer, new VocabularyOptions { NGrams = options.NGrams, MinCount = options.MinCount, Specials = [VocabularyOptions.Unknown] });
        foreach (LabelledText row in corpus.Rows) builder.Add(row.Text);
        Vocabulary features = builder.Build();
        int count = features.Count - features.SpecialCount;

        var targets = new int[corpus.Count];
        for (int i = 0; i < targets.Length; i++) targets[i] = labels.IndexOf(corpus, i);
        double[] idf = DocumentFrequencies(corpus, tokenizer, features, count);
        for (int f = 0; f < count; f++) idf[f] = Math.Log((1d + corpus.Count) / (1 + idf[f])) + 1;

        var empty = new BagOfWords(tokenizer, features, idf, [], labels.Count == 2 ? 1 : labels.Count, 0);
        var rows = new SparseRows(count);
        var ids = new List<int>();
        foreach (LabelledText row in corpus.Rows) empty.AddRow(row.Text, rows, ids);
        var fit = new LogisticFit(rows.Close(), targets, labels.Count, options, cancellation);
        return new BagOfWords(tokenizer, features, idf, fit.Weights, empty._logits, fit.Iterations);
    }

    /// <summary>The answers to the texts of a corpus.</summary>
    public Predictions Predict(Corpus corpus, LabelSet labels)
    {
        ArgumentNullException.ThrowIfNull(corpus);
        ArgumentNullException.ThrowIfNull(labels);
        var targets = new int[corpus.Count];
        for (int i = 0; i < targets.Length; i++) targets[i] = labels.IndexOf(corpus, i);
        var predictions = new Predictions(targets, labels.Count);
        var rows = new SparseRows(Features);
        var ids = new List<int>();
        foreach (LabelledText row in corpus.Rows) AddRow(row.Text, rows, ids);
        rows.Close();
        for (int i = 0; i < targets.Length; i++)
        {
            Span<double> logits = predictions.Logits(i);
            for (int c = 0; c < logits.Length; c++) logits[c] = rows.Dot(i, _weights, _logits, c) + _weights[(Features * _logits) + c];
        }
        return predictions;
    }

    void AddRow(string text, SparseRows rows, List<int> ids)
    {
        ids.Clear();
        _features.Encode(_tokenizer, text, ids);
        ids.Sort();
        double square = 0;
        for (int i = 0; i < ids.Count;)
        {
            int end = i;
            while (end < ids.Count && ids[end] == ids[i]) end++;
            int feature = ids[i] - _features.SpecialCount;
            if (feature >= 0)
            {
                double value = (end - i) * _idf[feature];
                rows.Add(feature, (float)value);
                square += value * value;
            }
            i = end;
        }
        if (square > 0)
        {
            float scale = (float)(1 / Math.Sqrt(square));
            foreach (ref float value in rows.OpenRow) value *= scale;
        }
        rows.EndRow();
    }

    static double[] DocumentFrequencies(Corpus corpus, ITokenizer tokenizer, Vocabulary features, int count)
    {
        var frequencies = new double[count];
        var lastRow = new int[count];
        var ids = new List<int>();
        for (int row = 0; row < corpus.Count; row++)
        {
            ids.Clear();
            features.Encode(tokenizer, corpus.Rows[row].Text, ids);
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
