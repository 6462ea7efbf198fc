namespace Unfold.Reporting;

/// <summary>What the lab's figures have in common.</summary>
static class LabText
{
    /// <summary>The same figure with numbers that read back as themselves.</summary>
    public static Figure Exact(Figure figure) => figure with { Columns = [.. figure.Columns.Select(column => column with { Exact = true })] };
}
