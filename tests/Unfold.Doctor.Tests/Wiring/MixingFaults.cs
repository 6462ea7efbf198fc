using Unfold.Inspection;
using Unfold.Nn;

namespace Unfold.Doctor.Tests;

/// <summary>Batch and time exchanged, the silent way: sequences run over the batch, and the last column is read.</summary>
sealed class ExchangedAxes : PlantedFault
{
    const int Length = 10;

    public override string Id => "D06";
    public override string Name => "batch and time exchanged, last column read, tanh RNN";
    public override string? FromSeed => "002";
    public override FindingSeverity Expected => FindingSeverity.Critical;

    public override IReadOnlyList<Finding> Train(ulong seed, bool healthy)
    {
        TokenTask task = Tasks.Opinions(seed).Encode().Padded(Length);
        TinyNet net = new("tanh", task, seed);
        return Before.Diagnose(task, net, healthy ? texts => Pooled(net, texts) : texts => Exchanged(net, texts));
    }

    static Tensor Pooled(TinyNet net, SequenceBatch texts) => net.Output.Forward(Ops.ReadOut(net.Recurrent.Forward(net.Embedding.Forward(texts)).Output, ReadOut.Max));

    /// <summary>Step t of the layer is text t of the batch: packed rows are (text, place), and the answers are read at the last place.</summary>
    static Tensor Exchanged(TinyNet net, SequenceBatch texts)
    {
        int count = texts.Count;
        int[] ids = texts.Ids.ToArray(); // of equal lengths: place by place, in each the texts in order
        SequenceBatch columns = SequenceBatch.FromIds([.. Enumerable.Range(0, Length).Select(place => ids[(place * count)..((place + 1) * count)])]);
        Tensor states = net.Recurrent.Forward(net.Embedding.Forward(columns)).Output.Values;
        return net.Output.Forward(Ops.GatherRows(states, [.. Enumerable.Range(0, count).Select(text => (text * Length) + Length - 1)]));
    }
}

/// <summary>A normalisation over the batch that is made anew in every pass, in evaluation too.</summary>
sealed class BatchNormAnew : PlantedFault
{
    public override string Id => "D06";
    public override string Name => "batch norm made anew in each forward, LSTM on topics";
    public override string? FromSeed => "001";
    public override FindingSeverity Expected => FindingSeverity.Critical;

    public override IReadOnlyList<Finding> Train(ulong seed, bool healthy)
    {
        TokenTask task = Tasks.Topics(seed, classes: 4).Encode();
        TinyNet net = new("lstm", task, seed);
        return Before.Diagnose(task, net, texts =>
        {
            Tensor state = net.Recurrent.Forward(net.Embedding.Forward(texts)).Final();
            return net.Output.Forward(healthy ? state : Normalised(state));
        });
    }

    /// <summary>Less the batch's mean, scaled: statistics of this very batch, and nothing that is kept.</summary>
    static Tensor Normalised(Tensor state)
    {
        int count = state.Shape[0];
        double[] centre = [.. Enumerable.Range(0, count * count).Select(i => (i / count == i % count ? 1d : 0) - (1d / count))];
        return Ops.Scale(Ops.MatMul(Tensor.From(centre, new Shape(count, count)).To(state.DType), state), 4);
    }
}
