using System.Globalization;
using Unfold.Inspection;
using Unfold.Serialization;

namespace Unfold.Training;

/// <content>What it knows, for a run that goes on later.</content>
sealed partial class LiveDoctor
{
    /// <summary>Keeps what it knows, or goes on from it; between two steps.</summary>
    /// <param name="state">Where it is kept.</param>
    /// <param name="actions">What was done so far, where it goes on.</param>
    public void Keep(KeptState state, IReadOnlyList<ActionDocument> actions)
    {
        _alarms.Keep(state.Part("alarms"));
        IReadOnlyList<string> once = state.Texts("once", _once.Select(act => $"{act.Epoch} {act.Rule}").Order(StringComparer.Ordinal));
        IReadOnlyList<string> known = state.Texts("known", _known.Select(finding => $"{finding.Value} {finding.Key}").Order(StringComparer.Ordinal));
        (_lookedAt, _stepsAtLook, _steps) = (state.Number("looked at", _lookedAt), state.Number("steps at look", _stepsAtLook), state.Number("steps", _steps));
        (_acted, _clipNorm) = (state.Number("acted", _acted), state.Number("clip norm", _clipNorm));
        string ends = state.Text("ends", Ends ?? "");
        (Ends, Spent) = (ends.Length > 0 ? ends : null, TimeSpan.FromSeconds(state.Number("spent", Spent.TotalSeconds)));
        (_good, _goodEpoch) = (TrainState.Keep(state.Part("good"), _good), TrainState.Keep(state.Part("good epoch"), _goodEpoch));
        Log.Keep(state.Part("log"), actions);
        if (!state.Restores) return;
        _once.Clear();
        _known.Clear();
        foreach ((string epoch, string rule) in once.Select(Split)) _once.Add((rule, int.Parse(epoch, CultureInfo.InvariantCulture)));
        foreach ((string severity, string rule) in known.Select(Split)) _known[rule] = Enum.Parse<FindingSeverity>(severity);
    }

    static (string First, string Second) Split(string words)
    {
        int space = words.IndexOf(' ', StringComparison.Ordinal);
        return (words[..space], words[(space + 1)..]);
    }
}
