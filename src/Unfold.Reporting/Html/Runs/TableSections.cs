using System.Globalization;
using System.Text;
using System.Text.Json;
using Unfold.Inspection;

namespace Unfold.Reporting;

/// <summary>What is best read as a table: epochs, confusion, baselines, gradients, the model, settings, the machine.</summary>
static class TableSections
{
    public static void Write(Page page, RunView run)
    {
        RunDocument document = run.Document;
        page.Add("<div class=\"grid two tables\">");
        bool drawn = TagSection.IsTagger(run); // as heat maps
        if (!drawn && document.Confusion is { Count: > 0 } confusion)
            page.Section("Confusion on validation", "", () => page.Add(page.Anchor(FigureNames.Confusion) + Confusion(confusion, document.Data.Classes, document.Threshold)));
        if (!drawn && document.TestConfusion is { Count: > 0 } test)
            page.Section("Confusion on test", "", () => page.Add(Confusion(test, document.Data.Classes, document.Threshold)));
        if (document.Baselines.Count > 0)
            page.Section("Beside the baselines", "", () => page.Add(Baselines(document)));
        page.Add("</div>");
        if (document.Epochs.Count > 0)
            page.Section("Epochs", "", () => page.Add(Epochs(document)));
        if (document.Gradients.Count > 0)
            page.Section("Gradient norms over the whole run", "", () => page.Add(Gradients(document)));
        page.Section("Model, settings, machine", "", () =>
        {
            if (document.Model.Summary.Length > 0)
                page.Add($"<pre>{Escape.Text(document.Model.Summary)}</pre>");
            page.Add(Environment(document));
            if (document.Settings is { ValueKind: not JsonValueKind.Undefined } settings)
                page.Add($"<details><summary>Settings</summary><pre>{Escape.Text(Pretty(settings))}</pre></details>");
        });
    }

    public static string Table(IReadOnlyList<string> heads, IEnumerable<IReadOnlyList<string>> rows, Func<int, string>? rowClass = null)
    {
        StringBuilder html = new("<div class=\"scroll\"><table><thead><tr>");
        foreach (string head in heads)
            html.Append($"<th>{Escape.Text(head)}</th>");
        html.Append("</tr></thead><tbody>\n");
        int number = 0;
        foreach (IReadOnlyList<string> row in rows)
        {
            string css = rowClass?.Invoke(number++) ?? "";
            html.Append(css.Length > 0 ? $"<tr class=\"{css}\">" : "<tr>");
            foreach (string cell in row)
                html.Append($"<td>{Escape.Text(cell)}</td>");
            html.Append("</tr>\n");
        }
        return html.Append("</tbody></table></div>").ToString();
    }

    static string Confusion(IReadOnlyList<IReadOnlyList<long>> counts, IReadOnlyList<string> classes, ThresholdDocument? threshold)
    {
        string Name(int i) => Escape.Text(Escape.Middle(i < classes.Count ? classes[i] : i.ToString(CultureInfo.InvariantCulture), 18));
        StringBuilder html = new("<div class=\"scroll\"><table class=\"confusion\"><thead><tr><th>true ↓ · answered →</th>");
        for (int i = 0; i < counts.Count; i++)
            html.Append($"<th>{Name(i)}</th>");
        html.Append("<th>found</th></tr></thead><tbody>\n");
        for (int row = 0; row < counts.Count; row++)
        {
            long total = counts[row].Sum();
            html.Append($"<tr><th>{Name(row)}</th>");
            for (int column = 0; column < counts.Count; column++)
            {
                double share = total > 0 ? (double)counts[row][column] / total : 0;
                html.Append(CultureInfo.InvariantCulture, $"<td class=\"{(row == column ? "hit" : "miss")}\" style=\"--share:{share * 100:F1}%\">{NumberText.Count(counts[row][column])}</td>");
            }
            html.Append($"<td class=\"found\">{(total > 0 ? NumberText.Percent((double)counts[row][row] / total, 1) : "–")}</td></tr>\n");
        }
        html.Append("</tbody></table></div>");
        if (threshold is not null)
            html.Append($"<p class=\"aside\">Answered positive from a probability of {NumberText.Short(threshold.Value, 3)} ({Escape.Text(threshold.ChosenOn)}).</p>");
        return html.ToString();
    }

    static string Baselines(RunDocument run)
    {
        MetricValues best = run.Best?.Validation ?? [];
        string[] names = [.. run.Baselines.SelectMany(baseline => baseline.Metrics).Select(entry => entry.Key).Distinct(StringComparer.Ordinal)];
        List<IReadOnlyList<string>> rows = [.. run.Baselines.Select(baseline => Row(baseline.Name, baseline.Metrics)), Row(run.Recipe, best)];
        Add("its network alone", run.Blend?.Network);
        Add(string.Create(CultureInfo.InvariantCulture, $"its n-grams alone, {run.Blend?.Weight:0.00} of the answer"), run.Blend?.Linear);
        if (run.Blend is not null) Add($"{run.Recipe} on the test set", run.Test);
        Add("its network alone on the test set", run.Blend?.TestNetwork);
        Add("its n-grams alone on the test set", run.Blend?.TestLinear);
        Add("on test texts seen nowhere else", run.TestUnseen);
        return Table(["predictor", .. names], rows, row => row == run.Baselines.Count ? "best" : "");

        void Add(string name, MetricValues? values)
        {
            if (values is not null) rows.Add(Row(name, values));
        }

        string[] Row(string name, MetricValues values) => [name, .. names.Select(metric => Format(metric, values.Find(metric)))];
    }

    static string Epochs(RunDocument run)
    {
        string[] train = [.. run.Epochs.SelectMany(epoch => epoch.Train).Select(entry => entry.Key).Distinct(StringComparer.Ordinal)];
        string[] validation = [.. run.Epochs.SelectMany(epoch => epoch.Validation).Select(entry => entry.Key).Distinct(StringComparer.Ordinal)];
        return Table(
            ["epoch", .. train.Select(name => $"train {name}"), .. validation.Select(name => $"validation {name}"), "seconds", "tokens/s"],
            run.Epochs.Select(epoch => (string[])[
                epoch.Epoch.ToString(CultureInfo.InvariantCulture),
                .. train.Select(name => Format(name, epoch.Train.Find(name))),
                .. validation.Select(name => Format(name, epoch.Validation.Find(name))),
                NumberText.Short(epoch.Seconds, 3),
                NumberText.Count((long)epoch.TokensPerSecond),
            ]),
            row => run.Epochs[row].Epoch == run.Best?.Epoch ? "best" : "");
    }

    static string Gradients(RunDocument run) => Table(
        ["parameter", "numbers", "min", "5 %", "median", "mean", "95 %", "max", "not finite", "median cosine"],
        run.Gradients.Select(entry => (string[])[
            entry.Key,
            NumberText.Count(entry.Value.Elements),
            .. new[] { entry.Value.Norm.Min, entry.Value.Norm.P5, entry.Value.Norm.P50, entry.Value.Norm.Mean, entry.Value.Norm.P95, entry.Value.Norm.Max }.Select(value => NumberText.Short(value, 3)),
            NumberText.Count(entry.Value.Norm.NonFinite),
            NumberText.Short(entry.Value.Cosine?.P50 ?? double.NaN, 2),
        ]));

    static string Environment(RunDocument run)
    {
        EnvironmentDocument machine = run.Environment;
        (string Name, string? Value)[] rows =
        [
            ("folder", run.Out), ("command", machine.Command), ("started", machine.StartedAt), ("Unfold", machine.Unfold), ("runtime", machine.Runtime),
            ("system", machine.System), ("processor", machine.Processor), ("processors", machine.Processors?.ToString(CultureInfo.InvariantCulture)),
            ("threads", machine.Threads?.ToString(CultureInfo.InvariantCulture)), ("vectors", machine.Simd),
            ("peak memory", run.Speed.PeakMemoryBytes > 0 ? NumberText.Bytes(run.Speed.PeakMemoryBytes) : null),
            ("predicted peak", run.Memory is { } memory ? $"{NumberText.Bytes(memory.PredictedPeakBytes)} of {NumberText.Bytes(memory.AvailableBytes)}: {string.Join(", ", memory.Parts.Select(part => $"{part.Key} {NumberText.Bytes(part.Value)}"))}" : null),
            ("vocabulary", run.Data.Vocabulary is { } words ? NumberText.Count(words) : null),
            ("unknown tokens", run.Data.UnknownShare is { } unknown ? NumberText.Percent(unknown, 1) : null),
            .. (run.Data.Fingerprints ?? new Dictionary<string, string>(StringComparer.Ordinal)).Select(entry => (entry.Key, (string?)entry.Value)),
        ];
        StringBuilder html = new("<dl>");
        foreach ((string name, string? value) in rows.Where(row => !string.IsNullOrEmpty(row.Value)))
            html.Append($"<div><dt>{Escape.Text(name)}</dt><dd>{Escape.Text(value)}</dd></div>\n");
        return html.Append("</dl>").ToString();
    }

    public static string Format(string metric, double? value) => value is not { } number ? "" : metric switch
    {
        MetricNames.Accuracy or MetricNames.SentenceAccuracy or MetricNames.UnknownAccuracy => NumberText.Percent(number),
        MetricNames.Loss => NumberText.Short(number, 4),
        _ => NumberText.Short(number, 3),
    };

    static string Pretty(JsonElement settings)
    {
        using MemoryStream stream = new();
        using (Utf8JsonWriter writer = new(stream, new() { Indented = true, Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
            settings.WriteTo(writer);
        return Encoding.UTF8.GetString(stream.ToArray());
    }
}
