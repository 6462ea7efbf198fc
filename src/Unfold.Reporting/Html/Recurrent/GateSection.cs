using Unfold.Inspection;

namespace Unfold.Reporting;

/// <summary>What the gates of LSTM and GRU layers do: how open they are, which units never close and which never open.</summary>
static class GateSection
{
    const int High = 5, Low = 4; // rows of the array "units"

    public static Section Of(RunView run)
    {
        Section section = new("gates", "Gates", "After Karpathy, Johnson and Li (2015): each dot is a unit, to the right the share of time its gate is wide open (above 0.9), upwards the share it is shut (below 0.1; the candidate, a tanh, below −0.9). In the corner at the left a gate works with shades; at the right end it is always open, at the top always shut. Grey: first epoch, blue: last.");
        foreach (string layer in run.Seen.Series("gates"))
        {
            IReadOnlyList<string> statistics = run.Seen.Statistics("gates", layer);
            section.Add("four", GateName.Of(statistics, "units").Select(gate => Scatter(run, layer, gate)), layer);
            IReadOnlyList<string> gates = GateName.Of(statistics, "mean");
            section.Add("three", [
                FigureKit.Lines($"gate-means:{layer}", FigureKit.Third with { Title = "Mean of each gate" }, gates.Select((gate, i) => run.Line("gates", layer, $"mean[{gate}]", gate, i))),
                FigureKit.Lines($"gate-high:{layer}", FigureKit.Third with { Title = "Share of values above 0.9" }, gates.Select((gate, i) => run.Line("gates", layer, $"high[{gate}]", gate, i))),
                FigureKit.Lines($"gate-low:{layer}", FigureKit.Third with { Title = "Share of values below 0.1 (g, n: −0.9)" }, gates.Select((gate, i) => run.Line("gates", layer, $"low[{gate}]", gate, i))),
                OverTime(run, layer, GateName.Of(statistics, "overTime")),
            ]);
        }
        return section;
    }

    static Figure? Scatter(RunView run, string layer, string gate)
    {
        IReadOnlyList<RecordArray> ends = [.. run.Seen.Ends("gates", layer, $"units[{gate}]").Where(array => array.Rows > High)];
        return FigureKit.Points(
            $"gate-units:{layer}:{gate}",
            new()
            {
                Title = GateName.Words(gate),
                Width = 300,
                Height = 310,
                XRange = (0, 1),
                YRange = (0, 1),
                XLabel = "share of time above 0.9 →",
                YLabel = $"share of time below {(gate is "g" or "n" ? "−0.9" : "0.1")} ↑",
                Guides = [new([0, 1], [1, 0])],
            },
            [.. ends.Select((array, i) => new ChartPoints($"epoch {array.Epoch}", Row(array, High), Row(array, Low), i == ends.Count - 1 ? 0 : 6) { Radius = 3 })],
            "share above 0.9",
            gate is "g" or "n" ? "share below −0.9" : "share below 0.1",
            [
                new("unit", [.. ends.SelectMany(array => Enumerable.Range(0, array.Columns).Select(unit => (double)unit))]),
                new("mean", [.. ends.SelectMany(array => Row(array, 0))]),
            ]);
    }

    static Figure? OverTime(RunView run, string layer, IReadOnlyList<string> gates) => FigureKit.Lines(
        $"gate-time:{layer}",
        FigureKit.Third with { Title = "Mean over the step, last epoch", XLabel = "step of the text" },
        gates.Select((gate, i) => run.Seen.Last("gates", layer, $"overTime[{gate}]") is { } array ? new ChartLine(gate, [.. Enumerable.Range(0, array.Columns).Select(array.At)], Row(array, 0), i) : null),
        "step");

    static double[] Row(RecordArray array, int row) => [.. Enumerable.Range(0, array.Columns).Select(column => (double)array[row, column])];
}
