namespace Unfold.Nn;

/// <summary>A module from tensor to tensor: what a <see cref="Sequential"/> is made of.</summary>
public abstract class Layer : Module
{
    /// <summary>Computes the layer's output, and shows it to whoever watches.</summary>
    public Tensor Forward(Tensor x) => Observed(Compute(x));

    /// <summary>The same on every step of every sequence.</summary>
    public SequenceTensor Forward(SequenceTensor x)
    {
        ArgumentNullException.ThrowIfNull(x);
        return new SequenceTensor(x.Layout, Observed(ComputeSteps(x), x.Layout));
    }

    /// <summary>The layer's output.</summary>
    protected abstract Tensor Compute(Tensor x);

    /// <summary>The layer's output on sequences, packed like the input; a layer made of layers hands the lengths on to them.</summary>
    private protected virtual Tensor ComputeSteps(SequenceTensor x) => Compute(x.Values);
}
