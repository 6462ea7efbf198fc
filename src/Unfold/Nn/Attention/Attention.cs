namespace Unfold.Nn;

/// <summary>A read-out that weighs the steps of a text: α = softmax of scores over its real steps, context = Σ α_t · x_t.</summary>
/// <remarks>Who watches hears of the context as the module's output, and of the weights by <see cref="IModuleWatcher.OnAttention"/>.</remarks>
public abstract class Attention : Module
{
    /// <summary>Weighs the steps of every text.</summary>
    /// <param name="x">Packed [N, F], as a recurrent layer gives it.</param>
    public AttentionResult Forward(SequenceTensor x)
    {
        ArgumentNullException.ThrowIfNull(x);
        return Weigh(x, Scores(x));
    }

    /// <summary>A score for every step, packed [N, 1]; softmax comes afterwards.</summary>
    protected abstract SequenceTensor Scores(SequenceTensor x);

    private protected AttentionResult Weigh(SequenceTensor x, SequenceTensor scores)
    {
        SequenceTensor weights = Ops.SequenceSoftmax(scores);
        ModuleSignals signals = Watcher?.Signals(this) ?? ModuleSignals.None;
        var result = new AttentionResult(Observed(Ops.WeightedSum(x, weights), layout: null, signals), weights);
        if (signals.HasFlag(ModuleSignals.Attention)) Watcher!.OnAttention(this, result);
        return result;
    }
}
