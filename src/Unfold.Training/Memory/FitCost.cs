using Unfold.Text;

namespace Unfold.Training;

/// <summary>The bytes that fitting a bag of words or the linear model beside the network takes at its peak: tables of n-grams, sparse rows, the fit's vectors.</summary>
/// <remarks>
/// How many different n-grams there are is counted on the token ids (<see cref="DistinctCount"/>); how many of them are frequent enough, and what a table takes of each, are rates
/// measured on the known data sets. So these are estimates, and good to a third of themselves.
/// </remarks>
sealed class FitCost
{
    const int LongestCounted = 3; // longer runs are hardly ever the same: as many again for each length
    const double BytesOfText = 130, BytesOfNode = 90; // an n-gram while n-grams are counted: as a text, or as a pair of numbers
    const double KeptOfWords = 0.4, KeptOfRuns = 0.3; // of different words and runs of words those that are there twice
    const double BytesOfEntry = 16, BytesOfFeature = 110, VectorsOfFit = 26; // L-BFGS keeps ten pairs and six more
    const double TextsGrownOutOf = 2.2, NodesGrownOutOf = 1.5; // tables and lists that grew into larger ones, and parts that were joined, until they are collected
    const double Repeated = 0.75; // of the n-grams of a text those that it had not before

    readonly double[] _distinct = new double[LongestCounted + 1];
    readonly double _tokens;
    readonly int _logits;

    /// <param name="data">The texts as numbers.</param>
    /// <param name="sample">The rows that are fitted on.</param>
    public FitCost(PreparedData data, RowSample sample)
    {
        EncodedCorpus rows = data.Train;
        int taken = Math.Min(rows.Count, sample.Most);
        double share = (double)taken / rows.Count;
        (_tokens, _logits) = (share * rows.Counts.Tokens, data.Labels.Count == 2 ? 1 : data.Labels.Count);
        DistinctCount[] counts = [.. Enumerable.Range(0, LongestCounted + 1).Select(_ => new DistinctCount())];
        long seen = 0;
        int[] room = new int[rows.MaxLength];
        for (int i = 0; i < taken; i++) Count(room.AsSpan(0, rows.CopyTo((int)((long)i * rows.Count / taken), room)));
        double unseen = seen == 0 ? 1 : Math.Max(1, _tokens / seen); // what was cut off
        for (int n = 1; n <= LongestCounted; n++) _distinct[n] = counts[n].Estimate() * unseen;

        void Count(ReadOnlySpan<int> ids)
        {
            seen += ids.Length;
            for (int i = 0; i < ids.Length; i++)
            {
                ulong run = 0;
                for (int n = 1; n <= LongestCounted && i + n <= ids.Length; n++)
                {
                    run = (run * 0x9E3779B97F4A7C15) + (uint)ids[i + n - 1] + 1;
                    counts[n].Add(run);
                }
            }
        }
    }

    /// <summary>A bag of words.</summary>
    public long BagOfWords(BaselineRecipe recipe)
    {
        if (!recipe.BagOfWords) return 0;
        double counted = Sum(recipe.NGrams, Different);
        double features = Sum(recipe.NGrams, n => Different(n) * Kept(n, recipe.MinCount));
        return (long)(TextsGrownOutOf * Math.Max(counted * BytesOfText, Fit(features, recipe.NGrams)));
    }

    /// <summary>The linear model beside the network.</summary>
    public long Linear(LinearRecipe recipe)
    {
        if (recipe.Use == LinearUse.None) return 0;
        double counted = (Different(recipe.Words) * BytesOfNode) + (_tokens * 16);
        double features = Sum(recipe.Words, n => Different(n) * Kept(n, recipe.MinTexts));
        double characters = recipe.Characters == 0 ? 0 : _tokens * recipe.Characters * 5 * BytesOfEntry; // five letters a word
        return (long)(NodesGrownOutOf * (Math.Max(counted, Fit(features, recipe.Words)) + characters));
    }

    double Fit(double features, int longest) => (features * (BytesOfFeature + (8 * VectorsOfFit * _logits))) + (_tokens * longest * Repeated * BytesOfEntry);

    double Different(int n) => _distinct[Math.Min(n, LongestCounted)];

    static double Kept(int n, int least) => least <= 1 ? 1 : (n == 1 ? KeptOfWords : KeptOfRuns) * Math.Pow(0.6, Math.Min(least, 10) - 2);

    static double Sum(int longest, Func<int, double> of) => Enumerable.Range(1, longest).Sum(of);
}
