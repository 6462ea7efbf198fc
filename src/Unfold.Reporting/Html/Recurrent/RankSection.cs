using Unfold.Inspection;

namespace Unfold.Reporting;

/// <summary>How many dimensions the states use, and the paths that texts take through the first two.</summary>
static class RankSection
{
    public static Section Of(RunView run)
    {
        Section section = new("rank", "State rank and trajectories", "The effective rank is how many directions the states really use. The paths run through the first two principal components, word by word; the large dot is where a text ends, grey is padding.", open: false);
        foreach (string layer in run.Seen.Series("rank"))
        {
            section.Add("three", [
                FigureKit.Lines($"rank:{layer}", FigureKit.Third with { Title = "Effective rank of the states" }, [run.Line("rank", layer, "effective", "rank", 0)]),
                FigureKit.Lines($"rank-top2:{layer}", FigureKit.Third with { Title = "Variance in the first two components", YRange = (0, 1) }, [run.Line("rank", layer, "top2", "share", 1)]),
            ], layer);
            section.Add("two", run.Seen.Ends("rank", layer, "trajectory").Where(array => array.Rows >= 5).Select((array, i) => Paths(layer, array, i)));
        }
        return section;
    }

    static Figure? Paths(string layer, RecordArray array, int number)
    {
        double[][] rows = [.. Enumerable.Range(0, 5).Select(row => (double[])[.. Enumerable.Range(0, array.Columns).Select(column => (double)array[row, column])])];
        List<ChartGuide> guides = [];
        List<ChartPoints> ends = [];
        List<(double X, double Y)> pads = [], words = [];
        int path = 0;
        foreach (IGrouping<double, int> example in Enumerable.Range(0, array.Columns).GroupBy(column => rows[0][column]))
        {
            int[] at = [.. example.OrderBy(column => rows[1][column])];
            int[] real = [.. at.Where(column => rows[4][column] == 0)];
            guides.Add(new([.. at.Select(column => rows[2][column])], [.. at.Select(column => rows[3][column])]));
            guides.Add(new([.. real.Select(column => rows[2][column])], [.. real.Select(column => rows[3][column])]) { Color = path % 8 });
            pads.AddRange(at.Except(real).Select(column => (rows[2][column], rows[3][column])));
            words.AddRange(real.Select(column => (rows[2][column], rows[3][column])));
            if (real.Length > 0)
                ends.Add(new("", [rows[2][real[^1]]], [rows[3][real[^1]]], path % 8) { Radius = 5 });
            path++;
        }
        SvgChart chart = new()
        {
            Title = $"Paths of {path} texts, epoch {array.Epoch}",
            Height = 380,
            XLabel = "first principal component",
            YLabel = "second",
            FractionalX = true,
            Guides = guides,
            Points = [new("words", [.. words.Select(point => point.X)], [.. words.Select(point => point.Y)], 0) { Radius = 1.2 }, new("pads", [.. pads.Select(point => point.X)], [.. pads.Select(point => point.Y)], 6) { Radius = 1.6 }, .. ends],
        };
        return new($"trajectory-{(number == 0 ? "first" : "last")}:{layer}", chart, [new("component 1", rows[2]), new("component 2", rows[3]), new("text", rows[0]), new("step", rows[1]), new("pad", rows[4])]);
    }
}
