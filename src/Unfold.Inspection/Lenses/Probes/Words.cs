using Unfold.Nn;
using Unfold.Serialization;

namespace Unfold.Inspection;

/// <summary>What each word of a few texts of the probe has to do with the answer, epoch after epoch.</summary>
/// <remarks>
/// The texts are chosen in the first epoch and stay: the worst answered, the best, the longest, the least decided, the shortest, the one of middling loss,
/// and further bad ones. See <see cref="TokenSaliency"/> for the numbers.
/// </remarks>
public sealed class Words : Lens
{
    readonly int _texts;
    readonly int _mostTokens;
    int[] _chosen = [];
    LensContext? _context;

    /// <summary>A lens on the model's first embedding.</summary>
    /// <param name="texts">How many texts.</param>
    /// <param name="mostTokens">Longer texts are left out while there are others: the work grows with the square of the length.</param>
    public Words(int texts = 6, int mostTokens = 256)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(texts);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(mostTokens);
        (_texts, _mostTokens) = (texts, mostTokens);
    }

    /// <inheritdoc/>
    public override string Name => "words";

    /// <inheritdoc/>
    public override LensCalls Calls => LensCalls.None;

    /// <inheritdoc/>
    public override bool Probes => true;

    /// <inheritdoc/>
    public override void Begin(LensContext context) => (_context, _chosen) = (context, []);

    /// <inheritdoc/>
    public override void OnProbe(ProbeRun probe)
    {
        if (probe.Embeddings.FirstOrDefault() is not { } embedding)
            return;
        if (_chosen.Length == 0)
            _chosen = TextChoice.Of(probe, _texts, _mostTokens);
        TokenSaliency saliency = new(probe.Model, embedding, probe.Probe.Logits);
        _context!.Write("probe", "saliency", ExplainedText.ToJson([.. _chosen.Select(i => Describe(probe.Probe, i, saliency.Explain(probe.Probe.Sequences[i])))]));
    }

    static ExplainedText Describe(Probe probe, int example, TextSaliency saliency)
    {
        int[] ids = probe.Sequences[example];
        int words = probe.RealLength(ids);
        string Word(int id) => probe.Word?.Invoke(id) ?? $"{id}";
        return new()
        {
            Text = string.Join(' ', ids[..words].Select(Word)),
            Label = probe.ClassName(probe.Labels[example]),
            Class = probe.ClassName(saliency.Class),
            Probability = (float)saliency.Probability,
            Tokens = [.. ids.Select((id, t) => new ExplainedToken
            {
                Token = Word(id),
                Padding = t >= words,
                GradientNorm = (float)saliency.GradientNorm[t],
                GradientInput = (float)saliency.GradientInput[t],
                Integrated = (float)saliency.Integrated[t],
                Occlusion = (float)saliency.Occlusion[t],
                Valence = (float)saliency.Valence[t],
            })],
        };
    }

    /// <inheritdoc/>
    public override void Keep(KeptState state) => _chosen = state.Array("chosen", _chosen);
}
