using System.Runtime.InteropServices;
using Unfold.Text;

namespace Unfold.Training;

/// <summary>From a text to the features of the linear model: n-grams of words and of characters, weighted.</summary>
sealed class LinearFeatures
{
    readonly FeatureWeighting _weighting;
    readonly bool _unitLength;
    readonly NGramVocabulary[] _grams;
    readonly int[] _firsts;
    readonly float[] _idf; // empty where counts are binary

    LinearFeatures(LinearRecipe recipe, NGramVocabulary[] grams, float[] idf)
    {
        (_weighting, _unitLength, _grams, _idf, _firsts) = (recipe.Weighting, recipe.UnitLength, grams, idf, new int[grams.Length]);
        for (int i = 0; i < grams.Length; i++)
        {
            _firsts[i] = Count;
            Count += grams[i].Count;
        }
    }

    /// <summary>How many there are.</summary>
    public int Count { get; }

    /// <summary>The n-grams of words, then those of characters where there are any.</summary>
    public IReadOnlyList<NGramVocabulary> Grams => _grams;

    /// <summary>How rare each feature is; empty where it does not matter.</summary>
    public ReadOnlySpan<float> Rarity => _idf;

    /// <summary>A feature as text; runs of characters have quotes.</summary>
    public string this[int feature]
    {
        get
        {
            int which = _firsts.Length - 1;
            while (feature < _firsts[which]) which--;
            string text = _grams[which][feature - _firsts[which]];
            return _grams[which].Options.Characters ? $"'{text}'" : text;
        }
    }

    /// <summary>Finds the features of the training texts.</summary>
    public static LinearFeatures Find(Corpus corpus, ITokenizer tokenizer, LinearRecipe recipe, CancellationToken cancellation)
    {
        List<NGramVocabulary> grams = [NGramVocabulary.Build(corpus, tokenizer, new NGramOptions { Longest = recipe.Words, MinTexts = recipe.MinTexts }, cancellation)];
        if (recipe.Characters > 0)
        {
            var options = new NGramOptions { Characters = true, Shortest = Math.Min(2, recipe.Characters), Longest = recipe.Characters, MinTexts = recipe.MinTexts };
            grams.Add(NGramVocabulary.Build(corpus, tokenizer, options, cancellation));
        }
        var features = new LinearFeatures(recipe, [.. grams], []);
        if (features.Count == 0)
            throw new DataException($"{corpus.Source}: expected n-grams that {recipe.MinTexts} texts have, got none in {corpus.Count} texts. Lower linear.minTexts, or leave the linear model out.");
        return recipe.Weighting == FeatureWeighting.Binary ? features : new LinearFeatures(recipe, features._grams, features.RarityIn(corpus, cancellation));
    }

    /// <summary>Takes features that were found before.</summary>
    public static LinearFeatures From(LinearRecipe recipe, IReadOnlyList<NGramVocabulary> grams, float[] rarity) => new(recipe, [.. grams], rarity);

    /// <summary>The features of so many texts.</summary>
    public SparseMatrix Rows(int count, Func<int, string> text, CancellationToken cancellation) =>
        SparseMatrix.Build(count, Count, (row, columns, values) => AddRow(text(row), columns, values), cancellation);

    void AddRow(string text, List<int> columns, List<float> values)
    {
        List<int> ids = [];
        for (int which = 0; which < _grams.Length; which++)
        {
            ids.Clear();
            _grams[which].Encode(text, ids);
            ids.Sort();
            int start = values.Count;
            double square = 0;
            for (int i = 0; i < ids.Count;)
            {
                int end = i;
                while (end < ids.Count && ids[end] == ids[i]) end++;
                int feature = _firsts[which] + ids[i];
                float value = _idf.Length == 0 ? 1 : (float)(1 + Math.Log(end - i)) * _idf[feature];
                columns.Add(feature);
                values.Add(value);
                square += value * value;
                i = end;
            }
            if (!_unitLength || square == 0) continue;
            float scale = (float)(1 / Math.Sqrt(square));
            foreach (ref float value in CollectionsMarshal.AsSpan(values)[start..]) value *= scale;
        }
    }

    float[] RarityIn(Corpus corpus, CancellationToken cancellation)
    {
        var texts = new int[Count];
        var latest = new int[Count];
        List<int> ids = [];
        for (int row = 0; row < corpus.Count; row++)
        {
            if ((row & 0xFF) == 0) cancellation.ThrowIfCancellationRequested();
            for (int which = 0; which < _grams.Length; which++)
            {
                ids.Clear();
                _grams[which].Encode(corpus.Text(row), ids);
                foreach (int id in ids)
                {
                    int feature = _firsts[which] + id;
                    if (latest[feature] == row + 1) continue;
                    latest[feature] = row + 1;
                    texts[feature]++;
                }
            }
        }
        return Array.ConvertAll(texts, count => (float)(Math.Log((1d + corpus.Count) / (1 + count)) + 1));
    }
}
