using Unfold.Nn;

namespace Unfold.Cli;

/// <summary>The model of a workload: word vectors, one recurrent layer, a linear layer.</summary>
sealed class BenchModel : Module
{
    readonly Workload _workload;
    readonly Embedding? _embedding;
    readonly Recurrent _cell;
    readonly Linear? _head;

    public BenchModel(Workload workload, Rng rng)
    {
        _workload = workload;
        if (workload.Vocabulary > 0) _embedding = Register("embedding", new Embedding(workload.Vocabulary, workload.Inputs, rng, paddingIndex: 0));
        _cell = Register("rnn", workload.MakeCell(rng));
        if (workload.HasHead) _head = Register("fc", new Linear(_cell.OutputSize, workload.Outputs, rng));
    }

    /// <summary>Word vectors of a batch.</summary>
    public SequenceTensor Embed(SequenceBatch batch) => _embedding!.Forward(batch);

    /// <summary>Logits of a sequence or of every step, or the states themselves.</summary>
    public Tensor Forward(SequenceTensor x)
    {
        RecurrentResult result = _cell.Forward(x);
        if (_head is null) return result.Output.Values;
        return _head.Forward(_workload.Target switch
        {
            BenchTarget.Last => result.Final(),
            BenchTarget.Mean => Ops.ReadOut(result.Output, ReadOut.Mean),
            _ => result.Output.Values,
        });
    }
}
