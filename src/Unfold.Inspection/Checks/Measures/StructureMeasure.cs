using Unfold.Nn;

namespace Unfold.Inspection;

/// <summary>Which layers run how often, on which layout, and which parameters a gradient reaches.</summary>
static class StructureMeasure
{
    public static StructureCheck? Of(CheckRun run)
    {
        StructureCheck check = new();
        int[] labels = run.Labels(run.Examples);
        run.Questions.Differentiate(run.Sequences(run.Examples), logits => run.Probe.Loss(logits, labels), view => check = new()
        {
            Reused = new OrderedDictionary<string, int>(
                view.Passes.GroupBy(pass => pass.Name).Where(group => group.Count() > 1).Select(group => KeyValuePair.Create(group.Key, group.Count())), StringComparer.Ordinal),
            WithoutGradient = [.. run.Model.Parameters.Where(parameter => parameter.Trainable && IsZero(parameter)).Select(parameter => parameter.Name)],
            OtherLayouts = [.. view.Passes.Where(pass => !Same(pass.Layout, view.Batch.Layout)).Select(pass => Words(pass, view.Batch.Layout))],
        });
        return check;
    }

    /// <summary>Whether two layouts hold the same sequences, row by row.</summary>
    public static bool Same(SequenceLayout one, SequenceLayout other) => one.Lengths.SequenceEqual(other.Lengths);

    static string Words(RecurrentPass pass, SequenceLayout batch) =>
        $"{pass.Name}: {pass.Layout.Count} sequences with {pass.Layout.TotalSteps} steps in all, the batch has {batch.Count} with {batch.TotalSteps}";

    static bool IsZero(Parameter parameter) => parameter.Gradient.IsEmpty
        || (parameter.DType == DType.Float32 ? !parameter.Gradient.Values<float>().ContainsAnyExcept(0f) : !parameter.Gradient.Values<double>().ContainsAnyExcept(0d));
}
