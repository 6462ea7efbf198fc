using Unfold.Inspection;

namespace Unfold.Reporting;

/// <summary>What the lab's figures have in common.</summary>
static class LabText
{
    /// <summary>The same figure with numbers that read back as themselves.</summary>
    public static Figure Exact(Figure figure) => figure with { Columns = [.. figure.Columns.Select(column => column with { Exact = true })] };

    /// <summary>The ends of the states' colours: 0 to 1, −1 to 1, or from 0 to the largest of states that have no bound.</summary>
    public static (double Low, double High) States(IReadOnlyList<LabStep> steps)
    {
        double[] all = [.. steps.SelectMany(step => step.State).Where(double.IsFinite)];
        return (all.Any(value => value < 0) ? -1 : 0, Math.Max(1, all.DefaultIfEmpty(1).Max()));
    }
}
