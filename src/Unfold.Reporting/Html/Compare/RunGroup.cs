using System.Text;
using System.Text.Json;

namespace Unfold.Reporting;

/// <summary>One run, or the runs of one recipe that differ in nothing but their seed: one colour, a line with a band from the least to the most.</summary>
sealed record RunGroup(string Label, IReadOnlyList<RunView> Runs, int Number)
{
    public static IReadOnlyList<RunGroup> Of(IReadOnlyList<RunView> runs)
    {
        List<IReadOnlyList<RunView>> groups = [];
        foreach (IGrouping<string, RunView> same in runs.GroupBy(run => run.Document.Recipe + "\n" + WithoutSeed(run.Document.Settings), StringComparer.Ordinal))
        {
            RunView[] members = [.. same];
            if (members.Length > 1 && members.Select(run => run.Document.Seed).Distinct().Count() == members.Length)
                groups.Add(members);
            else
                groups.AddRange(members.Select(run => (IReadOnlyList<RunView>)[run]));
        }
        List<RunGroup> named = [];
        foreach (IReadOnlyList<RunView> members in groups.OrderBy(members => runs.ToList().IndexOf(members[0])))
            named.Add(new(LabelOf(members, groups), members, named.Count));
        for (int i = 0; i < named.Count; i++)
        {
            int before = named.Take(i).Count(other => other.Label == named[i].Label || other.Label.StartsWith(named[i].Label + " #", StringComparison.Ordinal));
            if (before > 0)
                named[i] = named[i] with { Label = $"{named[i].Label} #{before + 1}" };
        }
        return named;
    }

    /// <summary>A series by epoch: the median of the runs, the band where there are several, and the runs one by one for the table.</summary>
    public (ChartLine Line, ChartArea? Band) Series(Func<RunView, (double[] X, double[] Y)> values)
    {
        (double[] X, double[] Y)[] all = [.. Runs.Select(values)];
        double[] places = [.. all.SelectMany(series => series.X).Distinct().Order()];
        double[][] at = [.. places.Select(place => all.Select(series => Array.IndexOf(series.X, place) is >= 0 and var i && i < series.Y.Length ? series.Y[i] : double.NaN).Where(double.IsFinite).Order().ToArray())];
        ChartLine line = FigureKit.Numbered(Escape.Middle(Label, 26), places, [.. at.Select(found => found.Length == 0 ? double.NaN : Inspection.Distribution.Quantile(found, 0.5))], Number);
        return (line, Runs.Count == 1 ? null : new("", places, [.. at.Select(found => found.Length == 0 ? double.NaN : found[0])], [.. at.Select(found => found.Length == 0 ? double.NaN : found[^1])], Number % 8));
    }

    static string LabelOf(IReadOnlyList<RunView> members, List<IReadOnlyList<RunView>> groups)
    {
        string recipe = members[0].Label;
        bool only = groups.Count(other => other[0].Document.Recipe == members[0].Document.Recipe) == 1;
        if (members.Count > 1)
            return $"{(only ? recipe : members[0].Folder)}, {members.Count} seeds";
        return only ? recipe : members[0].Folder;
    }

    static string WithoutSeed(JsonElement? settings)
    {
        if (settings is not { ValueKind: JsonValueKind.Object } whole)
            return "";
        StringBuilder text = new();
        foreach (JsonProperty property in whole.EnumerateObject().Where(property => property.Name != "seed"))
            text.Append(property.Name).Append('=').Append(property.Value.GetRawText()).Append(';');
        return text.ToString();
    }
}
