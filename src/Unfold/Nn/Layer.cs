namespace Unfold.Nn;

/// <summary>A module from tensor to tensor: what a <see cref="Sequential"/> is made of.</summary>
public abstract class Layer : Module
{
    /// <summary>Computes the layer's output.</summary>
    public abstract Tensor Forward(Tensor x);

    /// <summary>The same on every step of every sequence.</summary>
    public SequenceTensor Forward(SequenceTensor x)
    {
        ArgumentNullException.ThrowIfNull(x);
        return new SequenceTensor(x.Layout, Forward(x.Values));
    }
}
