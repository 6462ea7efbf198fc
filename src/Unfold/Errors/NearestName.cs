namespace Unfold;

/// <summary>Finds the name that was probably meant, for error messages.</summary>
public static class NearestName
{
    const int ShortestBeginning = 3;

    /// <summary>
    /// The candidate with the fewest changed letters, case left aside, if those are at most a third of it or two; a
    /// beginning counts as one. Null where none is near.
    /// </summary>
    public static string? Find(string got, IEnumerable<string> candidates)
    {
        ArgumentNullException.ThrowIfNull(got);
        ArgumentNullException.ThrowIfNull(candidates);
        (string? best, int fewest) = (null, int.MaxValue);
        foreach (string candidate in candidates)
        {
            bool begins = got.Length >= ShortestBeginning && candidate.StartsWith(got, StringComparison.OrdinalIgnoreCase);
            int edits = begins ? 1 : Distance(got.ToUpperInvariant(), candidate.ToUpperInvariant());
            if (edits < fewest && edits <= Math.Max(2, candidate.Length / 3) && edits < Math.Max(got.Length, candidate.Length))
            {
                (best, fewest) = (candidate, edits);
            }
        }
        return best;
    }

    /// <summary>The sentence <c> Did you mean "x"?</c>, or nothing where no candidate is near.</summary>
    public static string Hint(string got, IEnumerable<string> candidates) =>
        Find(got, candidates) is { } name ? $" Did you mean \"{name}\"?" : "";

    static int Distance(string a, string b)
    {
        int[] row = [.. Enumerable.Range(0, b.Length + 1)];
        for (int i = 1; i <= a.Length; i++)
        {
            (int diagonal, row[0]) = (row[0], i);
            for (int j = 1; j <= b.Length; j++)
            {
                int replaced = diagonal + (a[i - 1] == b[j - 1] ? 0 : 1);
                (diagonal, row[j]) = (row[j], Math.Min(replaced, 1 + Math.Min(row[j], row[j - 1])));
            }
        }
        return row[^1];
    }
}
