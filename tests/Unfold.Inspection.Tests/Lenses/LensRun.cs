using Unfold.Nn;
using Unfold.Optim;

namespace Unfold.Inspection.Tests;

/// <summary>
/// A short training run that is the same each time: two epochs of three steps, the last batch of each smaller, validation after each.
/// It runs under lenses, or under a plain watcher that copies everything, for the same numbers to be computed without haste.
/// </summary>
sealed record LensRun
{
    /// <summary>Lengths of the sequences in each step: the second has those of the first in another order, the fifth other ones of the same total and longest.</summary>
    static readonly int[][] Lengths = [[3, 1, 4, 2], [4, 2, 3, 1], [2, 2], [3, 1, 4, 2], [4, 2, 2, 2], [2, 2]];

    public string Cell { get; init; } = "lstm";

    public DType DType { get; init; } = DType.Float32;

    /// <summary>Backward passes before each optimizer step.</summary>
    public int Passes { get; init; } = 1;

    /// <summary>Whether the loss reads the final state and not the outputs.</summary>
    public bool Final { get; init; }

    public double? ClipNorm { get; init; }

    public double? ClipValue { get; init; }

    public Func<LensModel, Optimizer>? Optimizer { get; init; }

    public RecordFile Under(params Lens[] lenses) => Watch(lenses).ReadRecord();

    /// <summary>The record of one lens, and the same run in plain numbers.</summary>
    public (RecordFile Record, PlainRun Plain) Both(Lens lens) => (Under(lens), Plainly());

    public Inspector Watch(params Lens[] lenses)
    {
        (LensModel model, Optimizer optimizer) = Make();
        Inspector inspector = new Inspector(lenses).Attach(model, optimizer);
        Train(model, (loss, examples, train) => inspector.PushLoss(loss, examples, train), _ => optimizer.Step(), () => inspector.TickEpoch());
        inspector.Detach();
        return inspector;
    }

    public PlainRun Plainly()
    {
        (LensModel model, Optimizer optimizer) = Make();
        PlainRun plain = new(model);
        Train(model, (_, _, _) => { }, step => plain.Around(step, () => optimizer.Step()), plain.EndEpoch);
        return plain;
    }

    /// <summary>The weights after the run.</summary>
    public double[] Weights(params Lens[] lenses)
    {
        (LensModel model, Optimizer optimizer) = Make();
        using Inspector? inspector = lenses.Length == 0 ? null : new Inspector(lenses).Attach(model, optimizer);
        Train(model, (loss, examples, train) => inspector?.PushLoss(loss, examples, train), _ => optimizer.Step(), () => inspector?.TickEpoch());
        return [.. model.Parameters.SelectMany(parameter => parameter.Value.ToDoubles())];
    }

    (LensModel, Optimizer) Make()
    {
        LensModel model = new(Cell, DType, Final);
        return (model, Optimizer?.Invoke(model) ?? new Adam(model.Parameters, new AdamOptions { LearningRate = 0.02, ClipNorm = ClipNorm, ClipValue = ClipValue }));
    }

    void Train(LensModel model, Action<double, int, bool> push, Action<int> step, Action tick)
    {
        for (int i = 0; i < Lengths.Length; i++)
        {
            for (int pass = 0; pass < Passes; pass++)
            {
                SequenceBatch batch = Batch(Lengths[i], i * 7 + pass);
                Tensor loss = model.Loss(batch);
                push(loss.Item(), batch.Count, true);
                loss.Backward();
            }
            step(i);
            if (i % 3 != 2)
                continue;
            foreach (int[] lengths in (int[][])[[3, 2, 1], [4]])
            {
                SequenceBatch batch = Batch(lengths, 50);
                push(Tape.NoGrad(() => model.Loss(batch).Item()), batch.Count, false);
            }
            tick();
        }
    }

    static SequenceBatch Batch(int[] lengths, int key) =>
        SequenceBatch.FromIds([.. lengths.Select((length, row) => Enumerable.Range(0, length).Select(t => 1 + ((key + row * 5 + t * 3) * 7 % 11)).ToArray())]);
}
