using Unfold.Inspection;

namespace Unfold.Training;

/// <content>How the first number that is not finite is named.</content>
sealed partial class LiveDoctor
{
    /// <summary>Names a row of the data. <value>Default: by its number.</value></summary>
    public Func<int, string> NameRow { get; set; } = row => $"row {row}";

    /// <summary>The alarm with the first number that is not finite, where one is found and the step is not gone on with.</summary>
    StepAlarm Named(StepAlarm alarm, StepPlace place, bool backward)
    {
        if (alarm.Rule != DoctorRecipe.NonFinite || _loss is null) return alarm;
        bool ends = _recipe.ActionOn(alarm.Rule, alarm.Severity) is AlarmAction.Stop or AlarmAction.SkipBatch or AlarmAction.RollBack;
        if (backward && !ends) return alarm; // the step is still needed
        NonFiniteFault? fault = NonFiniteSearch.Find(_network, _loss, backward);
        return fault is null ? alarm : alarm with { Message = $"{alarm.Message}; {fault.Describe(NameText)}" };

        string NameText(int text) => place.Batch is { } batch && text < batch.Count ? NameRow(batch.Rows[text]) : $"text {text} of the batch";
    }
}
