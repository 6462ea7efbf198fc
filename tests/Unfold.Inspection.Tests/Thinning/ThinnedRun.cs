using Unfold.Inspection.Tests.RecurrentLenses;
using Unfold.Nn;
using Unfold.Optim;

namespace Unfold.Inspection.Tests.Thinning;

/// <summary>A word model on batches of four texts, the same in every run, under lenses that look at some of the steps.</summary>
sealed class ThinnedRun(Inspector inspector)
{
    public WordModel Model { get; } = new(rng => new Lstm(3, 4, rng), words: 40);

    /// <summary>Makes a step's loss another one; by default the loss as it is.</summary>
    public Func<int, Tensor, Tensor> Loss { get; init; } = (_, loss) => loss;

    /// <summary>Called between attaching and the first step.</summary>
    public Action<ThinnedRun, Optimizer> Begun { get; init; } = (_, _) => { };

    public double? ClipNorm { get; init; }

    /// <summary>Trains; the record is that of the inspector afterwards.</summary>
    public RecordFile Train(int epochs, int steps)
    {
        Adam adam = new(Model.Parameters, new AdamOptions { LearningRate = 0.01, ClipNorm = ClipNorm });
        inspector.Attach(Model, adam);
        Begun(this, adam);
        for (int step = 0; step < epochs * steps; step++)
        {
            Rng rng = new Rng(7).Fork($"{step}");
            int[][] texts = [.. Enumerable.Range(0, 4).Select(_ => Enumerable.Range(0, 2 + rng.Next(5)).Select(_ => 1 + rng.Next(39)).ToArray())];
            Tensor loss = Loss(step, Model.Loss(SequenceBatch.FromIds(texts)));
            double value = loss.Item();
            loss.Backward();
            inspector.PushExamples([4 * step, (4 * step) + 1, (4 * step) + 2, (4 * step) + 3], [value, value, value, value]);
            adam.Step();
            if ((step + 1) % steps == 0)
                inspector.TickEpoch();
        }
        inspector.Detach();
        return inspector.ReadRecord();
    }

    public double[] Weights => [.. Model.Parameters.SelectMany(parameter => parameter.Value.ToDoubles())];
}
