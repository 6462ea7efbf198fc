using Unfold.Inspection;

namespace Unfold.Reporting;

/// <summary>Eigenvalues in the complex plane with the unit circle, first and last epoch.</summary>
static class EigenCloud
{
    public static Figure? Of(RunView run, string lens, string series, string title)
    {
        IReadOnlyList<RecordArray> ends = [.. run.Seen.Ends(lens, series, "eigenvalues").Where(array => array.Rows >= 2)];
        if (ends.Count == 0)
            return null;
        double reach = Math.Max(1.1, 1.08 * ends.SelectMany(array => array.Values).Where(float.IsFinite).Select(Math.Abs).DefaultIfEmpty(1).Max());
        return FigureKit.Points(
            $"eigenvalues-{lens}:{series}",
            new()
            {
                Title = title.Length > 22 ? "" : title,
                Width = 300,
                Height = title.Length > 22 ? 282 : 302, // the data fill a square
                XRange = (-reach, reach),
                YRange = (-reach, reach),
                XLabel = title.Length > 22 ? title : "real part",
                Guides = [ChartGuide.UnitCircle],
            },
            [.. ends.Select((array, i) => new ChartPoints($"epoch {array.Epoch}", Row(array, 0), Row(array, 1), i == ends.Count - 1 ? 0 : 6))],
            "real",
            "imaginary");
    }

    static double[] Row(RecordArray array, int row) => [.. Enumerable.Range(0, array.Columns).Select(column => (double)array[row, column])];
}
