using Unfold.Inspection;

namespace Unfold.Reporting;

/// <summary>One check in words: its name, what it measured, and which rules judge it.</summary>
sealed record CheckRow(string Name, string Measured, params string[] Rules)
{
    /// <summary>Whether it was not made; then <see cref="Measured"/> says why.</summary>
    public bool Omitted { get; init; }

    /// <summary>Every check of a document, in the order in which they are made.</summary>
    public static IReadOnlyList<CheckRow> Of(ChecksDocument checks)
    {
        CheckRow?[] made =
        [
            checks.InitialLoss is { } loss ? new(CheckNames.InitialLoss, $"{N(loss.Loss)}; the same for every class would give {N(loss.Uniform)}, the class frequencies {N(loss.Prior)}", "D31") : null,
            checks.Initialisation is { } start ? new(CheckNames.Initialisation, Initialisation(start), "D33") : null,
            checks.Structure is { } structure ? new(CheckNames.Structure, Structure(structure), "D06", "D20", "D44") : null,
            checks.Mixing is { } mixing ? new(CheckNames.Mixing, $"influence of another text over that of the own one: {N(mixing.Influence)}{(mixing.OnlyEarlier ? ", and only of those before it in the batch" : "")}", "D06") : null,
            checks.Causality is { } causality ? new(CheckNames.Causality, string.Join("; ", causality.Ahead.Select(layer => $"{layer.Key} looks ahead by {N(layer.Value)}")), "D06") : null,
            checks.Modes is { } modes ? new(CheckNames.Modes, $"loss {N(modes.Training)} in training mode without dropout, {N(modes.Evaluation)} in evaluation mode, {N(modes.Repeated)} once more", "D41") : null,
            checks.Gradients is { Parameters.Count: > 0 } gradients ? new(CheckNames.Gradients, $"largest relative error {N(gradients.Parameters.Max(parameter => parameter.Error))}, in {gradients.Parameters.MaxBy(parameter => parameter.Error)!.Name} ({gradients.Precision})", "D43") : null,
            checks.Overfit is { } overfit ? new(CheckNames.Overfit, $"loss {N(overfit.First)} to {N(overfit.Loss)} in {overfit.Steps} steps, {NumberText.Percent(overfit.Errors, 1)} wrong (always the most frequent class: {NumberText.Percent(overfit.MajorityErrors, 1)}){(overfit.OutOfTime ? ", then the time was over" : "")}", "D29") : null,
            checks.Input is { } input ? new(CheckNames.Input, $"loss {N(input.Own)}; {N(input.Exchanged)} with texts exchanged, {N(input.Shuffled)} with their words in another order", "D30") : null,
            checks.Outputs is { } outputs ? new(CheckNames.Outputs, $"{N(outputs.Smallest)} to {N(outputs.Largest)}", "D32") : null,
            checks.Padding is { } padding ? new(CheckNames.Padding, $"{padding.Added} pads more move {NumberText.Percent(padding.Changed, 1)} of the texts by more than 0.05, at most by {N(padding.Largest)}", "D05") : null,
        ];
        return [.. made.OfType<CheckRow>(), .. checks.Omitted.Select(omitted => new CheckRow(omitted.Name, omitted.Reason) { Omitted = true })];
    }

    static string Initialisation(InitialisationCheck start)
    {
        List<string> parts = [];
        if (start.Variances.Count > 0)
            parts.Add("variances " + string.Join(", ", start.Variances.Select(layer => $"{layer.Key} {N(layer.Value)}")));
        parts.AddRange(start.Radii.Select(matrix => $"radius of {matrix.Key} {N(matrix.Value)}"));
        if (start.IdenticalRows.Count > 0)
            parts.Add($"all rows the same in {string.Join(", ", start.IdenticalRows)}");
        if (start.OneSign.Count > 0)
            parts.Add($"one sign only in {string.Join(", ", start.OneSign)}");
        return string.Join("; ", parts);
    }

    static string Structure(StructureCheck structure)
    {
        List<string> parts = [.. structure.Reused.Select(layer => $"{layer.Key} ran {layer.Value} times"), .. structure.OtherLayouts];
        if (structure.WithoutGradient.Count > 0)
            parts.Add($"no gradient in {string.Join(", ", structure.WithoutGradient)}");
        return parts.Count == 0 ? "every layer runs once, on the batch as it is; every parameter gets a gradient" : string.Join("; ", parts);
    }

    static string N(double value) => NumberText.Short(value, 3);
}
