namespace Unfold.Nn;

/// <summary>Layers one behind the other; named 0, 1, 2 … as in PyTorch.</summary>
public sealed class Sequential : Layer
{
    readonly Layer[] _layers;

    /// <summary>The given layers in order.</summary>
    public Sequential(params Layer[] layers)
    {
        ArgumentNullException.ThrowIfNull(layers);
        _layers = layers;
        for (int i = 0; i < layers.Length; i++) Register($"{i}", layers[i]);
    }

    /// <inheritdoc/>
    protected override Tensor Compute(Tensor x)
    {
        foreach (Layer layer in _layers) x = layer.Forward(x);
        return x;
    }

    private protected override Tensor ComputeSteps(SequenceTensor x)
    {
        foreach (Layer layer in _layers) x = layer.Forward(x);
        return x.Values;
    }
}
