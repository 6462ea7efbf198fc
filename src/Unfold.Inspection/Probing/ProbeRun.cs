using Unfold.Nn;

namespace Unfold.Inspection;

/// <summary>Asks a model questions without training it: no weight, no gradient and no random number is changed.</summary>
/// <param name="probe">The examples, and how to ask.</param>
/// <param name="model">The model; dropout is off while it is asked.</param>
/// <param name="epoch">The epoch that ended.</param>
public sealed class ProbeRun(Probe probe, Module model, int epoch)
{
    readonly Module[] _modules = [.. ModuleTree.Of(model)];

    /// <summary>The examples.</summary>
    public Probe Probe { get; } = probe;

    /// <summary>The model.</summary>
    public Module Model { get; } = model;

    /// <summary>The epoch that ended.</summary>
    public int Epoch { get; } = epoch;

    /// <summary>The model's embeddings.</summary>
    public IEnumerable<Embedding> Embeddings => _modules.OfType<Embedding>();

    /// <summary>Lets the model read some sequences, without gradients.</summary>
    /// <param name="sequences">Token ids.</param>
    /// <param name="look">Sees the pass; its tensors are gone when it returns.</param>
    public void Look(IReadOnlyList<int[]> sequences, Action<ProbeView> look) => Asked(sequences, replace: null, view =>
    {
        Tape.NoGrad(() =>
        {
            view.Logits = Probe.Logits(view.Batch);
            look(view);
        });
    });

    /// <summary>Runs a loss forward and backward, and forgets the gradients of the parameters afterwards.</summary>
    /// <param name="sequences">Token ids.</param>
    /// <param name="loss">The scalar to differentiate, from the logits.</param>
    /// <param name="look">Sees the pass with its gradients, those of the parameters included.</param>
    /// <param name="replace">What goes on in the place of a module's output; null for the output itself.</param>
    public void Differentiate(IReadOnlyList<int[]> sequences, Func<Tensor, Tensor> loss, Action<ProbeView> look, Func<Module, Tensor, Tensor>? replace = null)
    {
        if (Model.Parameters.FirstOrDefault(parameter => !parameter.Gradient.IsEmpty) is { } waiting)
            throw new InvalidOperationException($"ProbeRun.Differentiate: expected no gradient to wait for an optimizer step, got one in {waiting.Name}. Tick between steps, after the optimizer.");
        try
        {
            Asked(sequences, replace, view =>
            {
                view.Logits = Probe.Logits(view.Batch);
                loss(view.Logits).Backward();
                look(view);
            });
        }
        finally
        {
            foreach (Parameter parameter in Model.Parameters)
                parameter.Gradient.Clear();
        }
    }

    /// <summary>The mean loss of some of the probe's examples, forward and backward.</summary>
    public void Differentiate(IReadOnlyList<int> examples, Action<ProbeView> look) =>
        Differentiate([.. examples.Select(i => Probe.Sequences[i])], logits => Probe.Loss(logits, [.. examples.Select(i => Probe.Labels[i])]), look);

    void Asked(IReadOnlyList<int[]> sequences, Func<Module, Tensor, Tensor>? replace, Action<ProbeView> ask)
    {
        (IModuleWatcher? Watcher, bool Training)[] before = [.. _modules.Select(module => (module.Watcher, module.Training))];
        ProbeView view = new(SequenceBatch.FromIds(sequences));
        ProbeWatcher watcher = new(view, replace);
        Model.Eval();
        foreach (Module module in _modules)
            module.Watcher = watcher;
        try
        {
            ask(view);
        }
        finally
        {
            for (int i = 0; i < _modules.Length; i++)
            {
                _modules[i].Watcher = before[i].Watcher;
                if (before[i].Training) // outermost first: a child's own setting comes after its parent's
                    _modules[i].Train();
                else
                    _modules[i].Eval();
            }
        }
    }
}
