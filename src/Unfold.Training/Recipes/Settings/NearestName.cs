namespace Unfold.Training;

/// <summary>Finds the name that was probably meant.</summary>
static class NearestName
{
    /// <summary>The words <c>; did you mean "x"?</c> without the mark, or nothing where no candidate is near.</summary>
    public static string Hint(string got, IEnumerable<string> candidates) => Find(got, candidates) is { } name ? $"; did you mean \"{name}\"" : "";

    /// <summary>The candidate with the fewest edits, if they are at most a third of its length, or two.</summary>
    public static string? Find(string got, IEnumerable<string> candidates)
    {
        (string? best, int fewest) = (null, int.MaxValue);
        foreach (string candidate in candidates)
        {
            int edits = Distance(got.ToUpperInvariant(), candidate.ToUpperInvariant());
            if (edits < fewest && edits <= Math.Max(2, candidate.Length / 3) && edits < candidate.Length) (best, fewest) = (candidate, edits);
        }
        return best;
    }

    static int Distance(string a, string b)
    {
        var row = new int[b.Length + 1];
        for (int j = 0; j < row.Length; j++) row[j] = j;
        for (int i = 1; i <= a.Length; i++)
        {
            (int diagonal, row[0]) = (row[0], i);
            for (int j = 1; j <= b.Length; j++)
            {
                int replaced = diagonal + (a[i - 1] == b[j - 1] ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.Min(replaced, 1 + Math.Min(row[j], row[j - 1]));
            }
        }
        return row[^1];
    }
}
