using Unfold.Inspection;
using Unfold.Nn;
using Unfold.Optim;

namespace Unfold.Doctor.Tests;

/// <summary>A stranger's training loop: a model and an optimizer of one's own, with nothing of Unfold's training but the inspector attached.</summary>
/// <param name="task">The data.</param>
/// <param name="model">The model; all its parameters are watched.</param>
/// <param name="logits">A batch to logits [B, 1] or [B, C].</param>
/// <param name="optimizer">The optimizer.</param>
sealed class Loop(TokenTask task, Module model, Func<SequenceBatch, Tensor> logits, Optimizer optimizer)
{
    const int ValidationBatch = 64;

    public int Epochs { get; init; } = 6;
    public int BatchSize { get; init; } = 16;

    /// <summary>Where the order of the texts comes from.</summary>
    public ulong Seed { get; init; } = 1;

    public bool DropLast { get; init; }

    /// <summary>The lenses. <value>Default: <see cref="LensSets.Default"/>.</value></summary>
    public Lens[] Lenses { get; init; } = LensSets.Default();

    /// <summary>Texts of the probe, from validation; 0 for none.</summary>
    public int ProbeTexts { get; init; } = 24;

    /// <summary>The id of the pad where pads are read as words; null where there are none.</summary>
    public int? Padding { get; init; }

    /// <summary>Whether the inspector is told of the data.</summary>
    public bool TellsData { get; init; } = true;

    /// <summary>A loss of one's own: logits and labels to the mean over the batch. <value>Default: cross-entropy; binary for one logit.</value></summary>
    public Func<Tensor, int[], Tensor>? Loss { get; init; }

    /// <summary>Called with the number of the step when gradients are there, before the optimizer steps.</summary>
    public Action<int>? BeforeStep { get; init; }

    /// <summary>Whether the doctor checks the model before the first step.</summary>
    public bool Checks { get; init; }

    /// <summary>Whether validation goes on in training mode, gradients recorded: a mistake.</summary>
    public bool JudgesInTraining { get; init; }

    /// <summary>An optimizer for each epoch in the place of the given one; null for none.</summary>
    public Func<Optimizer, Optimizer>? NextOptimizer { get; init; }

    /// <summary>Called with the means and sizes of the batches after training or validation of an epoch.</summary>
    public Action<Inspector, bool, IReadOnlyList<(double Mean, int Examples)>>? Judged { get; init; }

    /// <summary>Called with the number of the epoch before it begins.</summary>
    public Action<int>? BeforeEpoch { get; init; }

    /// <summary>Trains, and gives what the inspector kept.</summary>
    public RunEvidence Run()
    {
        using Inspector inspector = new(Lenses) { Data = TellsData ? task.Data : null, TextOf = row => new(Words(task.Train[row]), task.Classes[task.TrainLabels[row]]) };
        if (ProbeTexts > 0)
        {
            int count = Math.Min(ProbeTexts, task.Validation.Count);
            inspector.Probe = new([.. task.Validation.Take(count)], [.. task.ValidationLabels.Take(count)], logits)
            {
                Padding = Padding,
                BatchSize = BatchSize,
                Word = id => task.Words[id],
                Classes = task.Classes,
            };
            inspector.ProbeBudget = 10;
        }
        if (Checks)
            inspector.Checks = Before.Check(task, model, logits, Loss, Padding);
        inspector.Attach(model, optimizer);
        Optimizer stepper = optimizer;
        Rng rng = new Rng(Seed).Fork("order");
        int[] order = [.. Enumerable.Range(0, task.Train.Count)];
        int step = 0;
        for (int epoch = 0; epoch < Epochs; epoch++)
        {
            BeforeEpoch?.Invoke(epoch);
            if (epoch > 0 && NextOptimizer is { } next)
                stepper = next(stepper);
            List<(double, int)> means = [];
            rng.Shuffle<int>(order);
            foreach (int[] rows in order.Chunk(BatchSize).Where(rows => !DropLast || rows.Length == BatchSize))
                means.Add((Step(inspector, stepper, rows, step++), rows.Length));
            Judged?.Invoke(inspector, true, means);
            Validate(inspector);
            inspector.TickEpoch();
        }
        return new(inspector.ReadRecord());
    }

    /// <summary>Trains, and lets the rules look.</summary>
    public IReadOnlyList<Finding> Check() => Rules.Check(Run());

    double Step(Inspector inspector, Optimizer stepper, int[] rows, int step)
    {
        int[] labels = [.. rows.Select(row => task.TrainLabels[row])];
        Tensor answer = logits(SequenceBatch.FromIds([.. rows.Select(row => task.Train[row])]));
        double[] losses = Answers.Losses(answer, labels);
        bool[] right = Answers.Right(answer, labels);
        Tensor loss = LossOf(answer, labels);
        double mean = loss.Item();
        loss.Backward();
        BeforeStep?.Invoke(step);
        stepper.Step();
        if (Loss is null)
            inspector.PushExamples(rows, losses, right, labels: labels);
        else
            inspector.PushLoss(mean, rows.Length);
        inspector.PushMetric("accuracy", (double)right.Count(answer => answer) / rows.Length, rows.Length, train: true);
        return mean;
    }

    void Validate(Inspector inspector)
    {
        if (!JudgesInTraining)
            model.Eval();
        List<(double, int)> means = [];
        Answers answers = new(task.Classes.Count);
        foreach (int[] rows in Enumerable.Range(0, task.Validation.Count).Chunk(ValidationBatch))
        {
            int[] labels = [.. rows.Select(row => task.ValidationLabels[row])];
            (double[] losses, bool[] right, double mean) = JudgesInTraining ? Judge() : Tape.NoGrad(Judge);
            means.Add((mean, rows.Length));
            if (Loss is null)
                inspector.PushExamples(rows, losses, right, train: false, labels);
            else
                inspector.PushLoss(mean, rows.Length, train: false);

            (double[] Losses, bool[] Right, double Mean) Judge()
            {
                Tensor answer = logits(SequenceBatch.FromIds([.. rows.Select(row => task.Validation[row])]));
                answers.Add(answer, labels);
                return (Answers.Losses(answer, labels), Answers.Right(answer, labels), LossOf(answer, labels).Item());
            }
        }
        Judged?.Invoke(inspector, false, means);
        foreach ((string name, double value) in answers.Metrics())
            inspector.PushMetric(name, value, task.Validation.Count);
        model.Train();
    }

    Tensor LossOf(Tensor answer, int[] labels) => Loss is { } own ? own(answer, labels)
        : answer.Shape.Columns == 1 ? BinaryCrossEntropy.WithLogits(answer, [.. labels.Select(label => (float)label)])
        : CrossEntropy.WithLogits(answer, labels);

    string Words(int[] ids) => string.Join(' ', ids.Select(id => task.Words[id]));
}
