using Unfold.Inspection;

namespace Unfold.Reporting;

/// <summary>What the record says about the gradient of one parameter.</summary>
sealed record ParameterView(string Name, long Elements, FanData Norm, FanData? Cosine)
{
    /// <summary>Whether it belongs to a recurrent layer.</summary>
    public bool IsRecurrent => Name.Contains("_ih_", StringComparison.Ordinal) || Name.Contains("_hh_", StringComparison.Ordinal);

    public static IReadOnlyList<ParameterView> All(RunDocument document, RecordView record)
    {
        List<ParameterView> all = [];
        foreach (string name in record.Series("gradients", "norm").Where(name => name != "all" && !GateName.Is(name)))
        {
            if (record.Fan("gradients", name, "norm") is { } norm)
                all.Add(new(name, document.Gradients.TryGetValue(name, out GradientDocument? gradient) ? gradient.Elements : 0, norm, record.Fan("gradients", name, "cosine")));
        }
        return all;
    }
}
