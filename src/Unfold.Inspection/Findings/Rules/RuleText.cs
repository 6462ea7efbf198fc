using System.Globalization;

namespace Unfold.Inspection;

/// <summary>How rules write numbers.</summary>
static class RuleText
{
    public static string Percent(double share) => (share * 100).ToString("F2", CultureInfo.InvariantCulture) + " %";

    public static string Number(double value) => value.ToString("G4", CultureInfo.InvariantCulture);

    /// <summary>A sentence on how few texts an audit looked at, with a blank before it; nothing where it was all of them.</summary>
    public static string Sample(AuditDocument audit) => audit.Sample is not { } some ? ""
        : string.Create(CultureInfo.InvariantCulture, $" Looked at were {some.Train:N0} of the training texts, {some.Validation:N0} of the validation texts{(some.Test is { } test ? $", {test:N0} of the test texts" : "")}, drawn evenly (data.sampleRows): what repeats outside of them is not seen, so there may be more.");

    /// <summary>0, 1, 4 to 6.</summary>
    public static string Epochs(IReadOnlyList<int> epochs)
    {
        List<string> parts = [];
        for (int i = 0; i < epochs.Count;)
        {
            int end = i;
            while (end + 1 < epochs.Count && epochs[end + 1] == epochs[end] + 1)
                end++;
            parts.Add(end == i ? $"{epochs[i]}" : end == i + 1 ? $"{epochs[i]}, {epochs[end]}" : $"{epochs[i]} to {epochs[end]}");
            i = end + 1;
        }
        return (epochs.Count == 1 ? "epoch " : "epochs ") + string.Join(", ", parts);
    }
}
