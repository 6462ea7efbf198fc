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
        (Ends, Spent) = (ends.Length > 0 ? ends : null, state.Time("spent", Spent));
        (_good, _goodEpoch) = (TrainState.Keep(state.Part("good"), _good), TrainState.Keep(state.Part("good epoch"), _goodEpoch));
        Log.Keep(state.Part("log"), actions);
        if (!state.Restores) return;
        _once.Clear();
        _known.Clear();
        _once.UnionWith(state.Parse("once", once, text => Split(text, epoch => int.Parse(epoch, CultureInfo.InvariantCulture))));
        foreach ((string rule, FindingSeverity severity) in state.Parse("known", known, text => Split(text, Enum.Parse<FindingSeverity>))) _known[rule] = severity;
    }

    static (string Rule, T Of) Split<T>(string words, Func<string, T> parse)
    {
        int space = words.IndexOf(' ', StringComparison.Ordinal);
        return (words[(space + 1)..], parse(words[..space]));
    }
}
