namespace Unfold.Nn;

/// <summary>y = t ∘ h + (1 − t) ∘ x, h = f(W_h · x + b_h), t = σ(W_t · x + b_t): a layer with a gate that lets its input through.</summary>
/// <remarks>
/// Shapes: x <c>[..., Features]</c> → y alike; <c>hidden.weight</c> and <c>gate.weight</c> <c>[Features, Features]</c>, <c>hidden.bias</c> and
/// <c>gate.bias</c> <c>[Features]</c>. Init: as <see cref="Linear"/>, but the gate's bias −2 throughout, so that at first 88 % of the input goes through.
/// Source: R. Srivastava, K. Greff, J. Schmidhuber, "Training Very Deep Networks", 2015, equation 3.
/// </remarks>
public sealed class Highway : Layer
{
    readonly Activation _activation;

    /// <summary>A layer with fresh weights.</summary>
    /// <param name="features">The last axis, at least 1.</param>
    /// <param name="rng">Where the initial weights come from.</param>
    /// <param name="activation">f. <value>Default: ReLU.</value></param>
    /// <param name="gateBias">The gate's first bias; the lower it is, the more of the input goes through. <value>Default: −2.</value></param>
    public Highway(int features, Rng rng, Activation activation = Activation.Relu, double gateBias = -2)
    {
        Hidden = Register("hidden", new Linear(features, features, rng));
        Gate = Register("gate", new Linear(features, features, rng));
        Gate.Bias!.Value.Span<float>().Fill((float)gateBias);
        _activation = activation;
    }

    /// <summary>W_h and b_h.</summary>
    public Linear Hidden { get; }

    /// <summary>W_t and b_t.</summary>
    public Linear Gate { get; }

    /// <inheritdoc/>
    protected override Tensor Compute(Tensor x) => Mixed(x, Hidden.Forward(x), Gate.Forward(x));

    private protected override Tensor ComputeSteps(SequenceTensor x) => Mixed(x.Values, Hidden.Forward(x).Values, Gate.Forward(x).Values);

    /// <inheritdoc/>
    protected override string Describe() => $"{Hidden.Weight.Shape[0]}, {_activation}";

    /// <summary>x + t ∘ (h − x).</summary>
    Tensor Mixed(Tensor x, Tensor hidden, Tensor gate) => x + (Ops.Sigmoid(gate) * (Ops.Activate(hidden, _activation) - x));
}
