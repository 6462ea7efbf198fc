using Unfold.Inspection;

namespace Unfold.Training;

/// <summary>What the rules do while a run goes on.</summary>
public sealed record DoctorRecipe
{
    /// <summary>The rule about numbers that are not finite.</summary>
    internal const string NonFinite = "D01";

    /// <summary>Whether data and model are checked before training, on a second network of the same weights: the run's results stay the same. <value>Default: true.</value></summary>
    public bool Checks { get; init; } = true;

    /// <summary>What the checks of the model may take, in seconds, 0.1..3600. <value>Default: 10.</value></summary>
    public double BudgetSeconds { get; init; } = 10;

    /// <summary>Values in the place of the rules' own, by the names in <c>docs/doctor.md</c>: <c>D07.critical</c>. <value>Default: none.</value></summary>
    public IReadOnlyDictionary<string, double> Thresholds { get; init; } = new Dictionary<string, double>(StringComparer.Ordinal);

    /// <summary>What the rules compare with.</summary>
    internal Thresholds Limits => Inspection.Thresholds.Default.With(Thresholds);

    /// <summary>
    /// What is done about which finding: a rule's name (<c>D08</c>), or <c>critical</c> or <c>warning</c> for all of that severity that have none of their own.
    /// <value>Default: none; a number that is not finite ends the run, everything else is noted.</value>
    /// </summary>
    public IReadOnlyDictionary<string, AlarmAction> Actions { get; init; } = new Dictionary<string, AlarmAction>(StringComparer.Ordinal);

    /// <summary>What the learning rate is multiplied by where it is lowered, above 0, up to 1. <value>Default: 0.5.</value></summary>
    public double RateFactor { get; init; } = 0.5;

    /// <summary>How often a run skips, clips or goes back at most before it ends as diverged, 1..1000000. <value>Default: 100.</value></summary>
    public int MostActions { get; init; } = 100;

    /// <summary>Steps between two copies of the state to go back to; kept only where something goes back, 1..1000000. <value>Default: 200.</value></summary>
    public int GoodEvery { get; init; } = 200;

    /// <summary>The same, compared with other thresholds.</summary>
    public DoctorRecipe With(Thresholds thresholds)
    {
        ArgumentNullException.ThrowIfNull(thresholds);
        var values = new Dictionary<string, double>(Thresholds, StringComparer.Ordinal);
        foreach (Threshold threshold in Inspection.Thresholds.All)
        {
            if (!thresholds[threshold.Name].Equals(threshold.Value)) values[threshold.Name] = thresholds[threshold.Name];
        }
        return this with { Thresholds = values };
    }

    /// <summary>What is done about a finding.</summary>
    public AlarmAction ActionOn(string id, FindingSeverity severity)
    {
        if (Actions.TryGetValue(id, out AlarmAction own)) return own;
        if (id == NonFinite) return AlarmAction.Stop;
        return severity switch
        {
            FindingSeverity.Critical => Actions.GetValueOrDefault("critical", AlarmAction.Warn),
            FindingSeverity.Warning => Actions.GetValueOrDefault("warning", AlarmAction.Warn),
            _ => AlarmAction.Warn,
        };
    }
}
