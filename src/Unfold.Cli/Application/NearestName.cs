namespace Unfold.Cli;

/// <summary>Finds the name that was probably meant.</summary>
static class NearestName
{
    /// <summary><c> Did you mean 'x'?</c>, or nothing where no name is near.</summary>
    public static string Hint(string got, IEnumerable<string> names) => Find(got, names) is { } name ? $" Did you mean '{name}'?" : "";

    /// <summary>The name with the fewest changed letters, if those are at most a third of it or two.</summary>
    public static string? Find(string got, IEnumerable<string> names) => names
        .Select(name => (Name: name, Changes: Changes(got.ToUpperInvariant(), name.ToUpperInvariant())))
        .Where(near => near.Changes <= Math.Max(2, near.Name.Length / 3) && near.Changes < Math.Max(got.Length, near.Name.Length))
        .OrderBy(near => near.Changes)
        .Select(near => near.Name)
        .FirstOrDefault();

    static int Changes(string a, string b)
    {
        int[] row = [.. Enumerable.Range(0, b.Length + 1)];
        for (int i = 1; i <= a.Length; i++)
        {
            (int diagonal, row[0]) = (row[0], i);
            for (int j = 1; j <= b.Length; j++)
                (diagonal, row[j]) = (row[j], Math.Min(diagonal + (a[i - 1] == b[j - 1] ? 0 : 1), 1 + Math.Min(row[j], row[j - 1])));
        }
        return row[^1];
    }
}
