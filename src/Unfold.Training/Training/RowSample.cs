using Unfold.Text;

namespace Unfold.Training;

/// <summary>Draws some rows of a part for what would need memory or time that grows with all of them.</summary>
/// <param name="Most">Rows of a part that are looked at: a larger one is cut into so many equal stretches, and a row is drawn of each.</param>
/// <param name="MostCharacters">Characters of these rows' texts: of longer ones fewer rows are drawn.</param>
/// <param name="Seed">Of the draw.</param>
sealed record RowSample(int Most, long MostCharacters, ulong Seed)
{
    /// <summary>Every row.</summary>
    public static RowSample All { get; } = new(int.MaxValue, long.MaxValue, Seed: 0);

    /// <summary>As a recipe has it.</summary>
    public static RowSample Of(Recipe recipe) => new(recipe.Data.SampleRows, 100_000_000, recipe.Seed);

    /// <summary>The rows of the sample in rising order; nothing where they are all.</summary>
    /// <param name="corpus">The part.</param>
    /// <param name="cancellation">Looked at before each text.</param>
    public int[]? Rows(Corpus corpus, CancellationToken cancellation)
    {
        Rng rng = new Rng(Seed).Fork("sample");
        int[]? rows = corpus.Count > Most ? Draw(corpus.Count, Most, rng) : null;
        if (MostCharacters == long.MaxValue) return rows;
        int count = rows?.Length ?? corpus.Count;
        long characters = 0;
        for (int i = 0; i < count; i++)
        {
            cancellation.ThrowIfCancellationRequested();
            characters += corpus.Text(rows?[i] ?? i).Length;
        }
        if (characters <= MostCharacters) return rows;
        int[] fewer = Draw(count, Math.Max(1, (int)((double)MostCharacters / characters * count)), rng);
        return rows is null ? fewer : Array.ConvertAll(fewer, i => rows[i]);
    }

    /// <summary>The sample as a corpus; the part itself where it is all of it.</summary>
    public Corpus Take(Corpus corpus, CancellationToken cancellation) => Rows(corpus, cancellation) is { } rows ? corpus.Select(rows) : corpus;

    static int[] Draw(int of, int count, Rng rng)
    {
        var rows = new int[count];
        for (int i = 0; i < count; i++)
        {
            int start = (int)((long)i * of / count), end = (int)((i + 1L) * of / count);
            rows[i] = start + rng.Next(end - start);
        }
        return rows;
    }
}
