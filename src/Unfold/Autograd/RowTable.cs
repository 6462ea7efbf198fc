namespace Unfold;

/// <summary>Where each row of a matrix stands in the row-sparse gradients of it: the current one and the one before.</summary>
/// <remarks>
/// Every gradient takes up its own stretch of numbers, one for each row it touches, and a row's entry is its number: nothing is cleared from step
/// to step, and one look tells the slots in both gradients.
/// </remarks>
sealed class RowTable(int rows)
{
    int[] _entries = [];

    /// <summary>The first number that nobody has; 1 at first, so that 0 is no row's.</summary>
    public int Next { get; set; } = 1;

    /// <summary>Whether the numbers may end before the next gradient does.</summary>
    public bool IsUsedUp => Next > int.MaxValue - rows;

    /// <summary>The entry of every row.</summary>
    public Span<int> Entries => _entries.Length > 0 ? _entries : _entries = new int[rows];

    /// <summary>Forgets all rows.</summary>
    public void Clear()
    {
        Array.Clear(_entries);
        Next = 1;
    }
}
