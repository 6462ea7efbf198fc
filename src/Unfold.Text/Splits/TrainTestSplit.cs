namespace Unfold.Text;

/// <summary>Divides rows into a part to train on and a part held out.</summary>
public static class TrainTestSplit
{
    /// <summary>Splits exactly as scikit-learn's <c>train_test_split(shuffle=True, random_state=seed, test_size=fraction)</c>.</summary>
    /// <remarks>
    /// ceil(fraction · count) rows are held out: the first of NumPy's <c>RandomState(seed).permutation(count)</c>; the rest
    /// is for training. Both keep the order of the permutation. Source: scikit-learn <c>ShuffleSplit</c>.
    /// </remarks>
    /// <param name="count">How many rows there are.</param>
    /// <param name="testFraction">The share to hold out, between 0 and 1.</param>
    /// <param name="seed">The seed of NumPy's legacy generator.</param>
    /// <exception cref="DataException">One of the parts would be empty.</exception>
    public static SplitIndices Shuffled(int count, double testFraction, uint seed)
    {
        int test = TestCount(count, testFraction);
        int[] order = new NumpyRandom(seed).Permutation(count);
        return new SplitIndices(order[test..], order[..test]);
    }

    /// <summary>Splits so that texts that are the same word for word stay on one side.</summary>
    /// <inheritdoc cref="Grouped(Corpus, double, uint, IReadOnlyList{int}, string)"/>
    /// <param name="corpus">The rows.</param>
    /// <param name="testFraction">The share to hold out, between 0 and 1.</param>
    /// <param name="seed">The seed of NumPy's legacy generator.</param>
    /// <param name="cancellation">Looked at from time to time.</param>
    public static SplitIndices Grouped(Corpus corpus, double testFraction, uint seed, CancellationToken cancellation = default) =>
        Grouped(corpus, testFraction, seed, RowGroups.ByText(corpus, cancellation), "text");

    /// <summary>Splits so that rows of one group stay on one side.</summary>
    /// <remarks>
    /// The rows are taken in the order of <see cref="Shuffled"/>; a row whose group was met before follows it. The held-out
    /// part takes whole groups until it has ceil(fraction · count) rows; a group that would overfill it goes to training.
    /// Where every row is a group of its own the result is that of <see cref="Shuffled"/>.
    /// </remarks>
    /// <param name="corpus">The rows.</param>
    /// <param name="testFraction">The share to hold out, between 0 and 1.</param>
    /// <param name="seed">The seed of NumPy's legacy generator.</param>
    /// <param name="groups">The group of each row, by any number.</param>
    /// <param name="what">What the rows of a group have in common, for errors: <c>text</c>, <c>film</c>.</param>
    /// <exception cref="DataException">One of the parts would be empty.</exception>
    public static SplitIndices Grouped(Corpus corpus, double testFraction, uint seed, IReadOnlyList<int> groups, string what)
    {
        ArgumentNullException.ThrowIfNull(corpus);
        ArgumentNullException.ThrowIfNull(groups);
        int wanted = TestCount(corpus.Count, testFraction);
        int[] order = new NumpyRandom(seed).Permutation(corpus.Count);
        int[] numbers = RowGroups.Numbered(groups), sizes = new int[numbers.Length];
        foreach (int group in numbers) sizes[group]++;
        var sides = new Side[numbers.Length];
        int reserved = 0, train = 0, test = 0;
        foreach (int row in order)
        {
            ref Side side = ref sides[numbers[row]];
            int size = sizes[numbers[row]];
            if (side == Side.Open)
            {
                side = reserved + size <= wanted ? Side.Test : Side.Train;
                if (side == Side.Test) reserved += size;
            }
            if (side == Side.Test) test++;
            else train++;
        }
        if (train == 0 || test == 0) throw new DataException(
            $"{corpus.Source}: expected a split into two parts with no {what} in both, got {train} rows to train on and {test} held out. " +
            $"Too many rows have the same {what}; split by rows, or give a held-out file.");
        var split = new SplitIndices(new int[train], new int[test]);
        (train, test) = (0, 0);
        foreach (int row in order)
        {
            if (sides[numbers[row]] == Side.Test) split.Test[test++] = row;
            else split.Train[train++] = row;
        }
        return split;
    }

    /// <summary>Where a group goes.</summary>
    enum Side : byte
    {
        Open,
        Train,
        Test,
    }

    static int TestCount(int count, double fraction)
    {
        if (!(fraction > 0 && fraction < 1)) throw new DataException($"Split: expected a held-out share between 0 and 1, got {fraction}. 0.2 holds out a fifth of the rows.");
        double test = Math.Ceiling(fraction * count);
        return test > 0 && test < count ? (int)test : throw new DataException(
            $"Split: expected rows in both parts, got {count} rows of which {test} would be held out. Give more rows or another share than {fraction}.");
    }
}
