using Unfold.Inspection;
using Unfold.Text;

namespace Unfold.Training;

/// <content>How the first number that is not finite is named.</content>
sealed partial class LiveDoctor
{
    /// <summary>Names a row of the data. <value>Default: by its number.</value></summary>
    public Func<int, string> NameRow { get; set; } = row => $"row {row}";

    /// <summary>Acts on an alarm that names the first number that is not finite, where one is found.</summary>
    /// <returns>Whether the batch is to be left out.</returns>
    bool ActNamed(StepAlarm alarm, StepPlace place, bool backward)
    {
        alarm = Named(alarm, ref place, backward);
        return Act(alarm, place);
    }

    /// <summary>The alarm with the first number that is not finite, where one is found and the step is not gone on with; of several batches the place becomes the one that it was found in.</summary>
    StepAlarm Named(StepAlarm alarm, ref StepPlace place, bool backward)
    {
        if (alarm.Rule != DoctorRecipe.NonFinite || _loss is null || place.Batch is null) return alarm;
        bool ends = _recipe.ActionOn(alarm.Rule, alarm.Severity) is AlarmAction.Stop or AlarmAction.SkipBatch or AlarmAction.RollBack;
        if (backward && !ends) return alarm; // the step is still needed
        foreach (TextBatch batch in (IEnumerable<TextBatch>)[.. (place.Before ?? []).Select(_load!), place.Batch])
        {
            if (NonFiniteSearch.Find(_network, () => _loss(batch), backward) is not { } fault) continue;
            place = place with { Batch = batch, Before = null };
            return alarm with { Message = $"{alarm.Message}; {fault.Describe(text => text < batch.Count ? NameRow(batch.Rows[text]) : $"text {text} of the batch")}" };
        }
        return alarm;
    }
}
