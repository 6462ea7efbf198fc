namespace Unfold;

/// <summary>
/// What an optimizer leaves with a parameter whose untouched rows it has not brought up to date: whoever reads rows has
/// them caught up first, so that nobody can tell the difference from a dense update.
/// </summary>
interface IRowCatchUp
{
    /// <summary>Brings the given rows up to date; a row may be named twice.</summary>
    void CatchUp(ReadOnlySpan<int> rows);

    /// <summary>Brings every row up to date.</summary>
    void CatchUpAll();
}
