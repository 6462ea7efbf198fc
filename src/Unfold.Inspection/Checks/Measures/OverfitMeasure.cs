using Unfold.Optim;

namespace Unfold.Inspection;

/// <summary>Trains on one batch until it is learnt, with Adam and without dropout; the weights stay as they are left.</summary>
static class OverfitMeasure
{
    const double Clip = 1;
    const int LookAtAnswers = 5; // steps
    const double Reserve = 0.1; // of the budget, for what comes after

    public static OverfitCheck? Of(CheckRun run)
    {
        int[] labels = run.Labels(run.Examples);
        double target = run.Options.Thresholds["D29.loss"] / 2, errors = 1;
        SequenceBatch batch = SequenceBatch.FromIds(run.Sequences(run.Examples));
        List<double> curve = [];
        bool outOfTime = false;
        using (ModelModes.Evaluation(run.Modules, watcher: null))
        {
            Adam adam = new(run.Model.Parameters.Where(parameter => parameter.Trainable), new AdamOptions { LearningRate = run.Options.OverfitLearningRate, ClipNorm = Clip });
            while (curve.Count < run.Options.OverfitSteps)
            {
                run.Options.Cancellation.ThrowIfCancellationRequested();
                Tensor logits = run.Probe.Logits(batch), loss = run.Probe.Loss(logits, labels);
                curve.Add(loss.Item());
                loss.Backward();
                if (curve.Count % LookAtAnswers == 0)
                    errors = Errors(logits, labels);
                if (!double.IsFinite(curve[^1]) || (curve[^1] <= target && errors == 0))
                    break;
                outOfTime = curve.Count > 1 && run.Left < Reserve * run.Options.Budget;
                if (outOfTime)
                    break;
                adam.Step();
            }
        }
        run.Questions.Look(run.Sequences(run.Examples), view => errors = Errors(view.Logits, labels));
        double[] shares = [.. labels.GroupBy(label => label).Select(group => (double)group.Count() / labels.Length)];
        return new()
        {
            Examples = labels.Length,
            Steps = curve.Count,
            OutOfTime = outOfTime,
            LearningRate = run.Options.OverfitLearningRate,
            First = curve[0],
            Loss = curve.Exists(double.IsFinite) ? curve.Where(double.IsFinite).Min() : double.NaN,
            Prior = -shares.Sum(share => share * Math.Log(share)),
            Errors = errors,
            MajorityErrors = 1 - shares.Max(),
            Curve = curve,
        };
    }

    static double Errors(Tensor logits, int[] labels)
    {
        int[] answers = CheckRun.Answers(logits.ToDoubles(), labels.Length);
        return (double)answers.Zip(labels).Count(pair => pair.First != pair.Second) / labels.Length;
    }
}
