namespace Unfold.Nn;

/// <summary>A module from sequences to sequences that must know where each begins and ends; the lengths may change on the way.</summary>
public abstract class SequenceLayer : Module
{
    /// <summary>Computes the layer's output, and shows it to whoever watches.</summary>
    public SequenceTensor Forward(SequenceTensor x)
    {
        ArgumentNullException.ThrowIfNull(x);
        SequenceTensor y = Compute(x);
        return new SequenceTensor(y.Layout, Observed(y.Values, y.Layout));
    }

    /// <summary>The layer's output.</summary>
    protected abstract SequenceTensor Compute(SequenceTensor x);
}
