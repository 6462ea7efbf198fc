namespace Unfold.Inspection;

/// <summary>The untrained model's loss, with every class as frequent as in the data.</summary>
static class InitialLossMeasure
{
    public static InitialLossCheck? Of(CheckRun run)
    {
        Probe probe = run.Probe;
        int[] present = [.. Enumerable.Range(0, probe.Labels.Count).Where(i => probe.Sequences[i].Length > 0)];
        ILookup<int, int> byClass = present.ToLookup(i => probe.Labels[i]);
        double[] shares = Shares(run, byClass);
        int width = 0;
        double loss = 0;
        foreach (IGrouping<int, int> group in byClass)
        {
            int[] labels = run.Labels(group);
            run.Questions.Look(run.Sequences(group), view =>
            {
                width = view.Logits.Shape.Columns;
                loss += shares[group.Key] * probe.Loss(view.Logits, labels).Item();
            });
        }
        return new()
        {
            Loss = loss,
            Prior = Constant(probe, byClass, shares, width, share => Math.Log(share), Entropy(shares)),
            Uniform = Constant(probe, byClass, shares, width, _ => 0, Math.Log(Math.Max(2, width))),
        };
    }

    /// <summary>The shares of the classes in the data where they are known, else in the probe; those without an example left out.</summary>
    static double[] Shares(CheckRun run, ILookup<int, int> byClass)
    {
        IReadOnlyList<long>? counts = run.Options.Data?.TrainCounts;
        int classes = byClass.Max(group => group.Key) + 1;
        double[] shares = [.. Enumerable.Range(0, Math.Max(classes, counts?.Count ?? 0)).Select(label =>
            !byClass.Contains(label) ? 0 : counts is not null && label < counts.Count ? counts[label] : byClass[label].Count())];
        double sum = shares.Sum();
        return [.. shares.Select(share => share / sum)];
    }

    /// <summary>The loss of giving every example the same logits.</summary>
    static double Constant(Probe probe, ILookup<int, int> byClass, double[] shares, int width, Func<double, double> logit, double otherwise)
    {
        double[] row = width == 1
            ? [shares.Length > 1 ? logit(shares[1]) - logit(shares[0]) : 0]
            : [.. Enumerable.Range(0, width).Select(c => c < shares.Length && shares[c] > 0 ? logit(shares[c]) : logit(1e-9))];
        if (!row.All(double.IsFinite))
            return otherwise;
        double loss = 0;
        foreach (IGrouping<int, int> group in byClass)
        {
            double[] logits = [.. Enumerable.Repeat(row, group.Count()).SelectMany(values => values)];
            int[] labels = [.. group.Select(i => probe.Labels[i])];
            loss += shares[group.Key] * Tape.NoGrad(() => probe.Loss(Tensor.From(logits, new Shape(labels.Length, width)).To(DType.Float32), labels).Item());
        }
        return double.IsFinite(loss) ? loss : otherwise;
    }

    static double Entropy(double[] shares) => -shares.Where(share => share > 0).Sum(share => share * Math.Log(share));
}
