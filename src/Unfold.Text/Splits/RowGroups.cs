namespace Unfold.Text;

/// <summary>Which rows belong together in a split.</summary>
public static class RowGroups
{
    /// <summary>The group of each row: rows have the same number if their texts are the same word for word.</summary>
    /// <param name="corpus">The rows.</param>
    /// <param name="cancellation">Looked at from time to time.</param>
    public static IReadOnlyList<int> ByText(Corpus corpus, CancellationToken cancellation = default) => new TextIndex(corpus, cancellation).FirstRows(cancellation);

    /// <summary>The group of each row: rows have the same number if they name the same <see cref="LabelledText.Group"/>; a row that names none is a group of its own.</summary>
    /// <param name="corpus">The rows.</param>
    /// <param name="cancellation">Looked at from time to time.</param>
    public static IReadOnlyList<int> ByGroup(Corpus corpus, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(corpus);
        var numbers = new Dictionary<string, int>(StringComparer.Ordinal);
        var groups = new int[corpus.Count];
        for (int row = 0; row < groups.Length; row++)
        {
            if ((row & 0xFF) == 0) cancellation.ThrowIfCancellationRequested();
            // Row numbers serve as group numbers: no two groups begin with the same row.
            if (corpus.Group(row) is not { Length: > 0 } name) groups[row] = row;
            else if (!numbers.TryGetValue(name, out groups[row])) numbers.Add(name, groups[row] = row);
        }
        return groups;
    }

    /// <summary>Groups that hold together what either of two ways to group does, over as many rows as need be.</summary>
    /// <param name="first">The group of each row, one way.</param>
    /// <param name="second">The group of each row, another way; as many rows.</param>
    public static IReadOnlyList<int> Joined(IReadOnlyList<int> first, IReadOnlyList<int> second)
    {
        ArgumentNullException.ThrowIfNull(first);
        ArgumentNullException.ThrowIfNull(second);
        if (first.Count != second.Count) throw new ArgumentException($"RowGroups: expected groups of {first.Count} rows, got {second.Count}.", nameof(second));
        int[] root = [.. Enumerable.Range(0, first.Count)];
        foreach (IReadOnlyList<int> groups in new[] { first, second })
        {
            int[] numbers = Numbered(groups), earlier = new int[numbers.Length]; // one more than the first row of each group
            for (int row = 0; row < root.Length; row++)
            {
                ref int before = ref earlier[numbers[row]];
                if (before == 0) before = row + 1;
                else root[Root(row)] = Root(before - 1);
            }
        }
        for (int row = 0; row < root.Length; row++) root[row] = Root(row);
        return root;

        int Root(int row)
        {
            while (root[row] != row) row = root[row] = root[root[row]];
            return row;
        }
    }

    /// <summary>The groups by numbers below that of the rows, as those of this class are from the beginning.</summary>
    internal static int[] Numbered(IReadOnlyList<int> groups)
    {
        if (groups is int[] array && !array.AsSpan().ContainsAnyExceptInRange(0, array.Length - 1)) return array;
        var numbers = new Dictionary<int, int>();
        var all = new int[groups.Count];
        for (int row = 0; row < all.Length; row++)
        {
            if (!numbers.TryGetValue(groups[row], out all[row])) numbers.Add(groups[row], all[row] = numbers.Count);
        }
        return all;
    }
}
