using Unfold.Nn;

namespace Unfold.Inspection;

/// <summary>Asks a model questions without training it: no weight, no gradient and no random number is changed.</summary>
/// <param name="probe">The examples, and how to ask.</param>
/// <param name="model">The model; dropout is off while it is asked.</param>
/// <param name="epoch">The epoch that ended.</param>
public sealed class ProbeRun(Probe probe, Module model, int epoch)
{
    readonly ModelQuestions _questions = new(model, probe.Logits);

    /// <summary>The examples.</summary>
    public Probe Probe { get; } = probe;

    /// <summary>The model.</summary>
    public Module Model { get; } = model;

    /// <summary>The epoch that ended.</summary>
    public int Epoch { get; } = epoch;

    internal ModelQuestions Questions => _questions;

    /// <summary>The model's embeddings.</summary>
    public IEnumerable<Embedding> Embeddings => _questions.Embeddings;

    /// <summary>Lets the model read some sequences, without gradients.</summary>
    /// <param name="sequences">Token ids.</param>
    /// <param name="look">Sees the pass; its tensors are gone when it returns.</param>
    public void Look(IReadOnlyList<int[]> sequences, Action<ProbeView> look) => _questions.Look(sequences, look);

    /// <summary>Runs a loss forward and backward, and forgets the gradients of the parameters afterwards; those that waited for an optimizer step come back.</summary>
    /// <param name="sequences">Token ids.</param>
    /// <param name="loss">The scalar to differentiate, from the logits.</param>
    /// <param name="look">Sees the pass with its gradients, those of the parameters included.</param>
    /// <param name="replace">What goes on in the place of a module's output; null for the output itself.</param>
    public void Differentiate(IReadOnlyList<int[]> sequences, Func<Tensor, Tensor> loss, Action<ProbeView> look, Func<Module, Tensor, Tensor>? replace = null) =>
        _questions.Differentiate(sequences, loss, look, replace);

    /// <summary>The mean loss of some of the probe's examples, forward and backward.</summary>
    public void Differentiate(IReadOnlyList<int> examples, Action<ProbeView> look) =>
        Differentiate([.. examples.Select(i => Probe.Sequences[i])], logits => Probe.Loss(logits, [.. examples.Select(i => Probe.Labels[i])]), look);
}
