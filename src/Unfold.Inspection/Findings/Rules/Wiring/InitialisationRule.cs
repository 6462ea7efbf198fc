namespace Unfold.Inspection;

/// <summary>D33: weights that training can hardly start from.</summary>
public sealed class InitialisationRule : IRule
{
    /// <inheritdoc/>
    public string Id => "D33";

    /// <inheritdoc/>
    public Finding? Check(RunEvidence run)
    {
        ArgumentNullException.ThrowIfNull(run);
        if (run.Run.Checks?.Initialisation is not { } check)
            return null;
        List<(FindingSeverity Severity, string Title, string Evidence, FindingNumber Number)> seen = [];
        (double low, double high, double ratio) = (run.Limit("D33.low"), run.Limit("D33.high"), run.Limit("D33.variance"));
        if (check.IdenticalRows.Count > 0)
        {
            seen.Add((FindingSeverity.Critical, $"All units of {Words(check.IdenticalRows)} start the same, and so they stay.",
                $"all rows of {Words(check.IdenticalRows)} are the same (threshold: a single matrix)", new("matrices with identical rows", check.IdenticalRows.Count, 0)));
        }
        foreach ((string name, double radius) in check.Radii.OrderByDescending(entry => entry.Value))
        {
            if (radius > high)
            {
                seen.Add((FindingSeverity.Warning, $"{name} starts so large that states saturate or explode.",
                    $"spectral radius of {name} {RuleText.Number(radius)} (threshold: {RuleText.Number(high)})", new($"spectral radius of {name}", radius, high, "D33.high")));
            }
            else if (radius < low)
            {
                seen.Add((FindingSeverity.Note, $"{name} starts so small that states forget at once.",
                    $"spectral radius of {name} {RuleText.Number(radius)} (threshold: {RuleText.Number(low)})", new($"spectral radius of {name}", radius, low, "D33.low")));
            }
        }
        if (check.OneSign.Count > 0)
        {
            seen.Add((FindingSeverity.Warning, $"All weights of {Words(check.OneSign)} start with one sign.",
                $"every number of {Words(check.OneSign)} has the same sign (threshold: a single matrix)", new("matrices of one sign", check.OneSign.Count, 0)));
        }
        (string Name, double Value)[] layers = [.. check.Variances.Where(entry => entry.Key.Contains(".l", StringComparison.Ordinal)).Select(entry => (entry.Key, entry.Value))];
        if (layers.Length > 1 && layers.Max(layer => layer.Value) / layers.Min(layer => layer.Value) is var spread && spread > ratio)
        {
            seen.Add((FindingSeverity.Note, "The layers' outputs start with very different variances.",
                $"variance {RuleText.Number(layers.Max(layer => layer.Value))} in {layers.MaxBy(layer => layer.Value).Name} and {RuleText.Number(layers.Min(layer => layer.Value))} in {layers.MinBy(layer => layer.Value).Name}: {RuleText.Number(spread)} times (threshold: {RuleText.Number(ratio)})",
                new("largest over smallest variance of the recurrent layers' outputs", spread, ratio, "D33.variance")));
        }
        return seen.Count == 0 ? null : Of([.. seen.OrderByDescending(entry => entry.Severity)]);
    }

    Finding Of(IReadOnlyList<(FindingSeverity Severity, string Title, string Evidence, FindingNumber Number)> seen)
    {
        string evidence = string.Join("; ", seen.Select(entry => entry.Evidence));
        return new()
        {
            Id = Id,
            Severity = seen[0].Severity,
            Confidence = FindingConfidence.High,
            Title = seen[0].Title,
            Evidence = $"{char.ToUpperInvariant(evidence[0])}{evidence[1..]}.",
            Numbers = [.. seen.Select(entry => entry.Number)],
            Remedy = "Start recurrent matrices orthogonal or U(±1/√hidden), input matrices by Xavier or He, both signs equally likely, no two rows the same.",
            Remedies =
            [
                new() { Text = "Use the layers' own start.", Api = "new Rnn(inputs, hidden, rng) starts with U(±1/√hidden)" },
                new() { Text = "Start the recurrent matrix orthogonal.", Api = "Init.Orthogonal(rng, …)" },
                new() { Text = "Use a gated cell, which depends less on its start.", Settings = new Dictionary<string, string>(StringComparer.Ordinal) { ["model.cell"] = "gru" }, Api = "new Gru(…)" },
            ],
            Refutation = "If weights are loaded from an earlier training, they are no start, and may look like this.",
            Figure = FigureNames.Spectrum,
        };
    }

    static string Words(IReadOnlyList<string> names) => names.Count <= 3 ? string.Join(", ", names) : $"{string.Join(", ", names.Take(2))} and {names.Count - 2} more";
}
