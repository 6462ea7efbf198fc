using Unfold.Nn;

namespace Unfold.Inspection;

/// <summary>Collects what a model's modules compute into a view.</summary>
sealed class ProbeWatcher(ProbeView view, Func<Module, Tensor, Tensor>? replace) : IModuleWatcher
{
    public ModuleSignals Signals(Module module)
    {
        ModuleSignals wanted = ModuleSignals.Output | ModuleSignals.Recurrence | ModuleSignals.RecurrenceGradient;
        return replace is null ? wanted : wanted | ModuleSignals.Replacement;
    }

    public Tensor Replace(Module module, Tensor output, SequenceLayout? layout) => replace!(module, output);

    public void OnOutput(Module module, Tensor output, SequenceLayout? layout) => view.Saw(module, output, layout);

    public void OnRecurrence(RecurrentPass pass) => view.Saw(pass);

    public void OnOutputGradient(Module module, Tensor output, SequenceLayout? layout)
    {
    }

    public void OnTokens(Embedding embedding, SequenceBatch batch)
    {
    }

    public void OnRecurrenceGradient(RecurrentPass pass)
    {
    }
}
