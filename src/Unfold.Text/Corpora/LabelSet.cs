using System.Globalization;

namespace Unfold.Text;

/// <summary>The classes of a task and their numbers.</summary>
/// <remarks>
/// Labels that are all whole numbers are in the order of the numbers, others in the order of code points; so of two classes
/// <c>0</c> and <c>1</c> the second is the positive one.
/// </remarks>
public sealed class LabelSet
{
    readonly Dictionary<string, int> _indices = new(StringComparer.Ordinal);
    readonly string[] _names;

    /// <summary>Takes the classes in the order given, as a saved model has them.</summary>
    /// <exception cref="DataException">There are fewer than two, one has no name, or one comes twice.</exception>
    public LabelSet(IEnumerable<string> names)
    {
        ArgumentNullException.ThrowIfNull(names);
        _names = [.. names];
        if (_names.Length < 2) throw new DataException($"Classes: expected at least two, got {Describe(_names)}. A classifier needs two classes to tell apart.");
        for (int i = 0; i < _names.Length; i++)
        {
            if (_names[i] is null) throw new DataException($"Classes: expected a name for every class, got null at number {i}.");
            if (!_indices.TryAdd(_names[i], i)) throw new DataException($"Classes: expected every class once, got \"{_names[i]}\" twice.");
        }
    }

    /// <summary>Finds the classes of training data.</summary>
    /// <param name="corpus">The rows.</param>
    /// <param name="cancellation">Looked at before each row.</param>
    /// <exception cref="DataException">The rows have no labels or one class only.</exception>
    public static LabelSet From(Corpus corpus, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(corpus);
        var names = new HashSet<string>(StringComparer.Ordinal);
        for (int row = 0; row < corpus.Count; row++)
        {
            cancellation.ThrowIfCancellationRequested();
            names.Add(corpus.Label(row));
        }
        if (names.Remove("") && names.Count == 0) throw new DataException(
            $"{corpus.Source}: expected a label for every row, got rows without labels. Name the column that holds the label.");
        if (names.Count == 1) throw new DataException(
            $"{corpus.Source}: expected at least two classes, got only \"{names.First()}\" in {corpus.Count} rows. " +
            "A classifier needs two classes to tell apart; check the label column and how the data was chosen.");
        string[] sorted = [.. names];
        if (sorted.All(static name => long.TryParse(name, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out _)))
            Array.Sort(sorted, static (a, b) => (long.Parse(a, CultureInfo.InvariantCulture), a).CompareTo((long.Parse(b, CultureInfo.InvariantCulture), b)));
        else
            Array.Sort(sorted, CodePointOrder.Instance);
        return new LabelSet(sorted);
    }

    /// <summary>How many classes there are.</summary>
    public int Count => _names.Length;

    /// <summary>The classes in the order of their numbers.</summary>
    public IReadOnlyList<string> Names => _names;

    /// <summary>Whether the label is a class, and its number.</summary>
    public bool TryGetIndex(string label, out int index) => _indices.TryGetValue(label, out index);

    /// <summary>The number of a row's class.</summary>
    /// <exception cref="DataException">The label is none of the classes.</exception>
    public int IndexOf(Corpus corpus, int row)
    {
        ArgumentNullException.ThrowIfNull(corpus);
        string label = corpus.Label(row);
        return _indices.TryGetValue(label, out int index) ? index : throw new DataException(
            $"{corpus.Where(row)}: expected one of the known classes {Describe(_names)}, got the label \"{label}\".{NearestName.Hint(label, _names)} " +
            "The model can only be judged on classes it was trained on; correct the label or leave the row out.");
    }

    /// <inheritdoc/>
    public override string ToString() => Describe(_names);

    static string Describe(string[] names)
    {
        const int most = 20;
        if (names.Length == 0) return "none";
        string shown = string.Join(", ", names.Take(most));
        return names.Length > most ? $"{shown} and {names.Length - most} more" : shown;
    }
}
