using System.Text.Json;
using Unfold.Inspection;
using Unfold.Serialization;

namespace Unfold.Training;

/// <summary>What a run did on its own, for its document and for those who listen.</summary>
/// <param name="said">Hears of every entry, but of what is only noted once: the first of a rule, and the first that is more severe.</param>
sealed class ActionLog(Action<ActionDocument>? said)
{
    /// <summary>A run that acts at every step shall not fill its document with it.</summary>
    const int Most = 500;

    readonly List<ActionDocument> _entries = [];
    readonly HashSet<(string Rule, FindingSeverity Severity)> _told = [];

    public IReadOnlyList<ActionDocument> Entries => _entries;

    /// <summary>Adds an entry.</summary>
    /// <param name="epoch">The epoch.</param>
    /// <param name="step">The step within it; none at its end.</param>
    /// <param name="alarm">What was found.</param>
    /// <param name="action">What was done.</param>
    /// <param name="done">The same in words, with what is lost or kept by it.</param>
    /// <param name="checkpoint">The checkpoint that was written.</param>
    public void Add(int epoch, int? step, StepAlarm alarm, AlarmAction action, string done, string? checkpoint = null)
    {
        string place = step is { } number ? $"Epoch {epoch}, step {number}" : $"Epoch {epoch}";
        var entry = new ActionDocument
        {
            Epoch = epoch,
            Step = step,
            Finding = alarm.Rule,
            Severity = alarm.Severity,
            Action = JsonNamingPolicy.CamelCase.ConvertName(action.ToString()),
            Message = $"{place}: {alarm.Rule}, {alarm.Message}{(done.Length > 0 ? $": {done}" : "")}.",
            Numbers = alarm.Numbers,
            Checkpoint = checkpoint,
        };
        if (_entries.Count < Most) _entries.Add(entry);
        if (_told.Add((alarm.Rule, alarm.Severity)) || action != AlarmAction.Warn) said?.Invoke(entry);
    }

    /// <summary>Keeps whom it told of what, or goes on with that and with the entries so far.</summary>
    public void Keep(KeptState state, IReadOnlyList<ActionDocument> entries)
    {
        IReadOnlyList<string> told = state.Texts("told", _told.Select(one => $"{one.Severity} {one.Rule}").Order(StringComparer.Ordinal));
        if (!state.Restores) return;
        _entries.Clear();
        _entries.AddRange(entries);
        _told.Clear();
        _told.UnionWith(state.Parse("told", told, text => text.Split(' ') is var words ? (words[1], Enum.Parse<FindingSeverity>(words[0])) : default));
    }
}
