using Unfold.Nn;

namespace Unfold.Inspection;

/// <summary>Asks a model questions and leaves it as it was: weights, gradients, random numbers, watchers, dropout's switches.</summary>
/// <param name="model">The model; dropout is off while it is asked.</param>
/// <param name="logits">A batch to logits.</param>
sealed class ModelQuestions(Module model, Func<SequenceBatch, Tensor> logits)
{
    readonly Module[] _modules = [.. ModuleTree.Of(model)];

    public IEnumerable<Embedding> Embeddings => _modules.OfType<Embedding>();

    /// <summary>Lets the model read some sequences, without gradients.</summary>
    public void Look(IReadOnlyList<int[]> sequences, Action<ProbeView> look) => Asked(sequences, replace: null, view => Tape.NoGrad(() =>
    {
        view.Logits = logits(view.Batch);
        look(view);
    }));

    /// <summary>Runs a loss forward and backward. Gradients that wait for an optimizer step lie aside meanwhile.</summary>
    public void Differentiate(IReadOnlyList<int[]> sequences, Func<Tensor, Tensor> loss, Action<ProbeView> look, Func<Module, Tensor, Tensor>? replace = null)
    {
        IReadOnlyList<Parameter> parameters = model.Parameters;
        foreach (Parameter parameter in parameters)
            parameter.Gradient.SetAside();
        try
        {
            Asked(sequences, replace, view =>
            {
                view.Logits = logits(view.Batch);
                loss(view.Logits).Backward();
                look(view);
            });
        }
        finally
        {
            foreach (Parameter parameter in parameters)
                parameter.Gradient.TakeBack();
        }
    }

    void Asked(IReadOnlyList<int[]> sequences, Func<Module, Tensor, Tensor>? replace, Action<ProbeView> ask)
    {
        ProbeView view = new(SequenceBatch.FromIds(sequences));
        using ModelModes modes = ModelModes.Evaluation(_modules, new ProbeWatcher(view, replace));
        ask(view);
    }
}
