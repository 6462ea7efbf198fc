using Unfold.Nn;

namespace Unfold.Inspection;

/// <summary>What each word of a few texts of the probe has to do with the answer, epoch after epoch.</summary>
/// <remarks>
/// The texts are chosen in the first epoch and stay: the worst answered, the best, the longest, the least decided, the shortest, the one of middling loss,
/// and further bad ones. Texts of more than <c>mostTokens</c> are left out while there are others. See <see cref="TokenSaliency"/> for the numbers.
/// </remarks>
public sealed class Words : Lens
{
    readonly int _texts;
    readonly int _mostTokens;
    int[] _chosen = [];
    LensContext? _context;

    /// <summary>A lens on the model's first embedding.</summary>
    /// <param name="texts">How many texts.</param>
    /// <param name="mostTokens">From which length on a text is too long: the work grows with its square.</param>
    public Words(int texts = 6, int mostTokens = 256)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(texts);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(mostTokens);
        (_texts, _mostTokens) = (texts, mostTokens);
    }

    /// <inheritdoc/>
    public override string Name => "words";

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
            _chosen = Choose(probe);
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

    int[] Choose(ProbeRun probe)
    {
        Probe all = probe.Probe;
        double[] losses = new double[all.Sequences.Count], certainty = new double[losses.Length];
        probe.Look(all.Sequences, view =>
        {
            double[] probabilities = view.Probabilities();
            int width = probabilities.Length / losses.Length;
            for (int i = 0; i < losses.Length; i++)
            {
                Span<double> own = probabilities.AsSpan(i * width, width);
                double right = width > 1 ? own[all.Labels[i]] : all.Labels[i] == 1 ? own[0] : 1 - own[0];
                losses[i] = -Math.Log(right);
                certainty[i] = width > 1 ? own.ToArray().Max() : Math.Max(own[0], 1 - own[0]);
            }
        });
        List<int> left = [.. Enumerable.Range(0, losses.Length).Where(i => all.RealLength(all.Sequences[i]) > 0)];
        if (left.Exists(i => all.Sequences[i].Length <= _mostTokens))
            left.RemoveAll(i => all.Sequences[i].Length > _mostTokens);
        double middle = left.Count == 0 ? 0 : Distribution.Of([.. left.Select(i => losses[i])]).P50;
        Func<int, double>[] least =
        [
            i => -losses[i], i => losses[i], i => -all.RealLength(all.Sequences[i]), i => certainty[i],
            i => all.RealLength(all.Sequences[i]), i => Math.Abs(losses[i] - middle),
        ];
        List<int> chosen = [];
        while (chosen.Count < _texts && left.Count > 0)
        {
            int next = left.MinBy(chosen.Count < least.Length ? least[chosen.Count] : least[0]);
            chosen.Add(next);
            left.Remove(next);
        }
        return [.. chosen];
    }
}
