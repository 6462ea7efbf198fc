using Unfold.Nn;
using Unfold.Optim;

namespace Unfold.Inspection.Tests.RecurrentLenses;

/// <summary>Embedding with padding, a recurrent module, a linear layer; trained on batches of token ids under lenses.</summary>
sealed class WordModel : Module
{
    public WordModel(Func<Rng, Recurrent> make, int words = 12, int width = 3, int? padding = 0)
    {
        Rng rng = new(5);
        Embedding = Register("embedding", new Embedding(words, width, rng, padding));
        Cell = Register("cell", make(rng));
        Out = Register("out", new Linear(Cell.OutputSize, 1, rng));
        To(DType.Float64);
    }

    public Embedding Embedding { get; }

    public Recurrent Cell { get; }

    public Linear Out { get; }

    /// <summary>The mean over texts of the logit, or of each step's where asked for.</summary>
    public Tensor Loss(SequenceBatch batch, bool everyStep = false)
    {
        RecurrentResult result = Cell.Forward(Embedding.Forward(batch));
        return Ops.Mean(Out.Forward(everyStep ? result.Output.Values : result.Final()));
    }

    /// <summary>Trains one batch after the other under some lenses; an epoch ends with the last one.</summary>
    public RecordFile Watch(Lens[] lenses, bool everyStep, params int[][][] batches)
    {
        Sgd sgd = new(Parameters, new SgdOptions { LearningRate = 0.1 });
        using Inspector inspector = new Inspector(lenses).Attach(this, sgd);
        foreach (int[][] texts in batches)
        {
            Tensor loss = Loss(SequenceBatch.FromIds(texts), everyStep);
            inspector.PushLoss(loss.Item(), texts.Length);
            loss.Backward();
            sgd.Step();
        }
        inspector.TickEpoch();
        return inspector.ReadRecord();
    }

    public static RecordArray Array(RecordFile record, string lens, string series, string statistic, int epoch = 0) =>
        record.Arrays.Single(array => array.Key == new SeriesKey(lens, series, statistic) && array.Epoch == epoch);

    public static double Step(RecordFile record, string lens, string series, string statistic, int row = 0)
    {
        RecordColumn column = record.Steps.Find(new(lens, series, statistic)) ?? throw new InvalidOperationException(statistic);
        return column.Has(row) ? column.Values[row] : double.NaN;
    }

    public static double Epoch(RecordFile record, string lens, string series, string statistic, int row = 0)
    {
        RecordColumn column = record.Epochs.Find(new(lens, series, statistic)) ?? throw new InvalidOperationException(statistic);
        return column.Has(row) ? column.Values[row] : double.NaN;
    }
}
