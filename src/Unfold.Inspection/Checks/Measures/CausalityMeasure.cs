using Unfold.Nn;

namespace Unfold.Inspection;

/// <summary>Changes the words of the second half of a text and looks at the states of the first.</summary>
static class CausalityMeasure
{
    const int Most = 4;

    public static CausalityCheck? Of(CheckRun run)
    {
        if (run.Modules.Any(module => module is Conv1d or MaxPool1d))
            return run.Omit<CausalityCheck>(CheckNames.Causality, "a convolution or pooling looks ahead on purpose");
        int[] examples = [.. run.Examples.OrderByDescending(i => run.Probe.RealLength(run.Probe.Sequences[i])).Take(Most)];
        int[][] texts = run.Sequences(examples), changed = [.. texts];
        int half = run.Probe.RealLength(texts[0]) / 2;
        if (half == 0)
            return run.Omit<CausalityCheck>(CheckNames.Causality, "it needs a text of two words");
        int[] from = texts.Length > 1 ? texts[1] : [.. texts[0].Reverse()];
        changed[0] = [.. texts[0][..half], .. MixingMeasure.Others(texts[0][half..], from)];

        Dictionary<string, double[]> before = [];
        OrderedDictionary<string, double> ahead = new(StringComparer.Ordinal);
        run.Questions.Look(texts, view =>
        {
            foreach ((string name, RecurrentPass pass) in Forwards(view))
                before[name] = pass.Output.ToDoubles();
        });
        bool random = false;
        run.Questions.Look(texts, view => random = Forwards(view).Any(entry => !before[entry.Name].AsSpan().SequenceEqual(entry.Pass.Output.ToDoubles())));
        if (random)
            return run.Omit<CausalityCheck>(CheckNames.Causality, "the states are random in evaluation mode");
        run.Questions.Look(changed, view =>
        {
            foreach ((string name, RecurrentPass pass) in Forwards(view))
                ahead[name] = Ahead(pass, before[name], pass.Output.ToDoubles(), half);
        });
        return ahead.Count > 0 ? new() { Ahead = ahead } : run.Omit<CausalityCheck>(CheckNames.Causality, "no recurrent layer reads forwards only");
    }

    /// <summary>Layers that read forwards, on the batch's own sequences, with no layer below them that reads backwards.</summary>
    static IEnumerable<(string Name, RecurrentPass Pass)> Forwards(ProbeView view) =>
        view.Passes.TakeWhile(pass => !pass.Module.Options.Bidirectional)
            .Where(pass => StructureMeasure.Same(pass.Layout, view.Batch.Layout))
            .Select((pass, i) => (view.Passes.Count(other => other.Name == pass.Name) > 1 ? $"{pass.Name} ({i + 1})" : pass.Name, pass));

    static double Ahead(RecurrentPass pass, double[] before, double[] after, int half)
    {
        double earlier = 0, later = 0;
        int width = pass.Output.Shape[1];
        for (int step = 0; step < pass.Layout.Lengths[0]; step++)
        {
            int row = pass.Layout.Row(0, step);
            double change = 0;
            for (int i = row * width; i < (row + 1) * width; i++)
                change = Math.Max(change, Math.Abs(after[i] - before[i]));
            if (step < half)
                earlier = Math.Max(earlier, change);
            else
                later = Math.Max(later, change);
        }
        return earlier == 0 ? 0 : later == 0 ? double.MaxValue : earlier / later;
    }
}
