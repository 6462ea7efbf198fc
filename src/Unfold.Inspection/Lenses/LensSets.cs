namespace Unfold.Inspection;

/// <summary>Sets of lenses that go together.</summary>
public static class LensSets
{
    /// <summary>What costs little, below 3 % of a step (<c>unfold bench --watch</c>). Losses, gradients, updates, gradients through time, gates, states, spikes; and the probes, which wait for a batch to run on.</summary>
    /// <remarks>
    /// In an epoch of 200 steps and more they look closely at every eighth, sixteenth or thirty-second of them (<see cref="Inspector.Stride"/>, 1 for every step). Losses, norms of gradients, clipping,
    /// what is not finite, rows of embeddings and spikes are seen in every step all the same.
    /// </remarks>
    /// <param name="cosine">Whether the last gradient of every parameter is kept, for the cosine of consecutive ones.</param>
    public static Lens[] Default(bool cosine = true) => Thin(Each(cosine));

    /// <summary>These lenses, told to look closely at some of the steps only where an epoch has many.</summary>
    public static Lens[] Thin(params Lens[] lenses)
    {
        ArgumentNullException.ThrowIfNull(lenses);
        foreach (Lens lens in lenses)
            lens.Thinned = true;
        return lenses;
    }

    static Lens[] Each(bool cosine) =>
    [
        new LossMetrics(),
        new ParameterGradientGeometry(cosine),
        new ParameterUpdateGeometry(),
        new ParameterNorm(),
        new Clipping(),
        new GradientThroughTime(),
        new GateStatistics(),
        new StateStatistics(),
        new GateMemory(),
        new EmbeddingLife(),
        new LossByLength(),
        new BatchRows(),
        new Spikes(),
        .. Probes(),
    ];

    /// <summary>The experiments on the probe batch, once an epoch; the cheap ones first, so that a small budget stops the dear ones only.</summary>
    public static Lens[] Probes() =>
        [new Spectrum(), new ModelChecks(), new PaddingInfluence(), new StateRank(), new NoiseScale(), new Sentences(), new OutputMemory(), new Words(), new JacobianSpectrum()];

    /// <summary>All lenses there are, at every step; those of single outputs and gradients look at every eighth step.</summary>
    /// <param name="cosine">Whether the last gradient of every parameter is kept, for the cosine of consecutive ones.</param>
    public static Lens[] All(bool cosine = true) =>
    [
        .. Each(cosine),
        new OutputActivation(every: 8),
        new OutputNorm(every: 8),
        new OutputGradientGeometry(every: 8),
        new ParameterGradientActivation(),
        new ParameterCond(),
        new GradientAutocorrelation(),
    ];

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
