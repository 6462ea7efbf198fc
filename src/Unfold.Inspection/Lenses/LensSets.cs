namespace Unfold.Inspection;

/// <summary>Sets of lenses that go together.</summary>
public static class LensSets
{
    /// <summary>What costs next to nothing, and the probes.</summary>
    /// <param name="cosine">Whether the last gradient of every parameter is kept, for the cosine of consecutive ones.</param>
    public static Lens[] Default(bool cosine = true) => [new LossMetrics(), new ParameterGradientGeometry(cosine), new GradientThroughTime()];

    /// <summary>The experiments on the probe batch, once an epoch; the cheap ones first, so that a small budget stops the dear ones only.</summary>
    public static Lens[] Probes() =>
        [new Spectrum(), new PaddingInfluence(), new StateRank(), new NoiseScale(), new OutputMemory(), new Words(), new JacobianSpectrum()];

    /// <summary>All lenses there are.</summary>
    public static Lens[] All() => Default();

    /// <summary>What Monitorch looks at, in nine lenses.</summary>
    public static Lens[] Monitorch() =>
    [
        new LossMetrics(),
        new OutputActivation(),
        new OutputNorm(),
        new OutputGradientGeometry(),
        new ParameterGradientGeometry(),
        new ParameterGradientActivation(),
        new ParameterNorm(),
        new ParameterUpdateGeometry(cosine: true),
        new ParameterCond(),
    ];
}
