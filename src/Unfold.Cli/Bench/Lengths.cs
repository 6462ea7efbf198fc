namespace Unfold.Cli;

/// <summary>How long the sequences of a workload are.</summary>
abstract record Lengths
{
    /// <summary>The lengths of one batch.</summary>
    public abstract int[] Draw(int batch, Rng rng);

    /// <summary>All the same.</summary>
    public sealed record Fixed(int Steps) : Lengths
    {
        public override int[] Draw(int batch, Rng rng) => [.. Enumerable.Repeat(Steps, batch)];
    }

    /// <summary>Log-normal, as reviews are: exp N(5.2, 0.65), 10 to <paramref name="Longest"/> words.</summary>
    public sealed record Reviews(int Longest) : Lengths
    {
        public override int[] Draw(int batch, Rng rng) => [.. Enumerable.Range(0, batch).Select(_ =>
            Math.Clamp((int)Math.Exp(5.2 + (0.65 * rng.NextNormal())), 10, Longest))];
    }

    /// <summary>As news are: N(44, 13), 12 to 200 words.</summary>
    public sealed record News : Lengths
    {
        public override int[] Draw(int batch, Rng rng) => [.. Enumerable.Range(0, batch).Select(_ =>
            Math.Clamp((int)(44 + (13 * rng.NextNormal())), 12, 200))];
    }

    /// <summary>Even over a range, as sentences are.</summary>
    public sealed record Range(int Shortest, int Longest) : Lengths
    {
        public override int[] Draw(int batch, Rng rng) => [.. Enumerable.Range(0, batch).Select(_ => Shortest + rng.Next(Longest - Shortest + 1))];
    }
}
