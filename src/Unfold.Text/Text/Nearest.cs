namespace Unfold.Text;

/// <summary>Finds the name that was probably meant.</summary>
static class Nearest
{
    const int ShortestBeginning = 3;

    /// <summary>The sentence <c> Did you mean "x"?</c>, or nothing where no candidate is near.</summary>
    public static string Hint(string got, IEnumerable<string> candidates) =>
        Find(got, candidates) is { } name ? $" Did you mean \"{name}\"?" : "";

    /// <summary>The candidate with the fewest edits, case left aside, if that is at most a third of its length or two; a beginning counts as one.</summary>
    public static string? Find(string got, IEnumerable<string> candidates)
    {
        string? best = null;
        int fewest = int.MaxValue;
        foreach (string candidate in candidates)
        {
            bool begins = got.Length >= ShortestBeginning && candidate.StartsWith(got, StringComparison.OrdinalIgnoreCase);
            int edits = begins ? 1 : Distance(got.ToUpperInvariant(), candidate.ToUpperInvariant());
            if (edits < fewest && edits <= Math.Max(2, candidate.Length / 3) && edits < Math.Max(got.Length, candidate.Length))
                (best, fewest) = (candidate, edits);
        }
        return best;
    }

    static int Distance(string a, string b)
    {
        int[] row = new int[b.Length + 1];
        for (int j = 0; j < row.Length; j++) row[j] = j;
        for (int i = 1; i <= a.Length; i++)
        {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= b.Length; j++)
            {
                int substituted = diagonal + (a[i - 1] == b[j - 1] ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.Min(substituted, 1 + Math.Min(row[j], row[j - 1]));
            }
        }
        return row[^1];
    }
}
