namespace Unfold.Inspection;

/// <summary>Reads one batch in training mode without dropout, and twice in evaluation mode.</summary>
static class ModesMeasure
{
    public static ModesCheck? Of(CheckRun run)
    {
        int[][] texts = run.Sequences(run.Examples);
        int[] labels = run.Labels(run.Examples);
        return new() { Evaluation = Evaluation(), Repeated = Evaluation(), Training = Training() };

        double Evaluation()
        {
            double loss = 0;
            run.Questions.Look(texts, view => loss = run.Probe.Loss(view.Logits, labels).Item());
            return loss;
        }

        double Training()
        {
            using WeightsAside aside = WeightsAside.Of(run.Model);
            using ModelModes modes = ModelModes.TrainingWithoutDropout(run.Modules);
            Tensor loss = run.Probe.Loss(run.Probe.Logits(SequenceBatch.FromIds(texts)), labels);
            double value = loss.Item();
            if (loss.RequiresGrad)
                loss.Backward(); // ends the step
            return value;
        }
    }
}
