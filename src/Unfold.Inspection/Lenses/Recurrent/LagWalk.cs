namespace Unfold.Inspection;

/// <summary>The way through one text by growing lag: from where its last words, or the padding behind them, are read back to its first word.</summary>
readonly ref struct LagWalk
{
    /// <param name="offsets">The first packed row of each step.</param>
    /// <param name="text">Its sorted position.</param>
    /// <param name="first">Its first word.</param>
    /// <param name="last">Its last word.</param>
    /// <param name="length">Its steps, padding among them.</param>
    /// <param name="reverse">Whether the layer reads from the end.</param>
    public LagWalk(ReadOnlySpan<int> offsets, int text, int first, int last, int length, bool reverse)
    {
        Offsets = offsets;
        Text = text;
        (Step, Back, Lag, Count) = reverse ? (0, 1, -first, last + 1) : (length - 1, -1, last - length + 1, length - first);
    }

    public ReadOnlySpan<int> Offsets { get; }

    public int Text { get; }

    /// <summary>The time step it begins at.</summary>
    public int Step { get; }

    /// <summary>From one time step to the next on this way.</summary>
    public int Back { get; }

    /// <summary>The lag it begins at; it grows by one a step.</summary>
    public int Lag { get; }

    /// <summary>Steps on this way.</summary>
    public int Count { get; }

    /// <summary>The packed row of a step on this way.</summary>
    public int Row(int i) => Offsets[Step + i * Back] + Text;
}
