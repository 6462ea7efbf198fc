namespace Unfold.Text;

/// <summary>Which rows belong together in a split.</summary>
public static class RowGroups
{
    /// <summary>The group of each row: rows have the same number if their texts are the same word for word.</summary>
    public static IReadOnlyList<int> ByText(Corpus corpus) => Number(corpus, static row => row.Text);

    /// <summary>The group of each row: rows have the same number if they name the same <see cref="LabelledText.Group"/>; a row that names none is a group of its own.</summary>
    public static IReadOnlyList<int> ByGroup(Corpus corpus) => Number(corpus, static row => row.Group.Length > 0 ? row.Group : null);

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
            var seen = new Dictionary<int, int>();
            for (int row = 0; row < root.Length; row++)
            {
                if (!seen.TryAdd(groups[row], row)) root[Root(row)] = Root(seen[groups[row]]);
            }
        }
        return [.. Enumerable.Range(0, root.Length).Select(Root)];

        int Root(int row)
        {
            while (root[row] != row) row = root[row] = root[root[row]];
            return row;
        }
    }

    static int[] Number(Corpus corpus, Func<LabelledText, string?> key)
    {
        ArgumentNullException.ThrowIfNull(corpus);
        var numbers = new Dictionary<string, int>(StringComparer.Ordinal);
        var groups = new int[corpus.Count];
        for (int row = 0; row < groups.Length; row++)
        {
            // Row numbers serve as group numbers: no two groups begin with the same row.
            if (key(corpus.Rows[row]) is not { } name) groups[row] = row;
            else if (!numbers.TryGetValue(name, out groups[row])) numbers.Add(name, groups[row] = row);
        }
        return groups;
    }
}
