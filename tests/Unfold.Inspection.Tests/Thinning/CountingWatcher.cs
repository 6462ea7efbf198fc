using Unfold.Nn;

namespace Unfold.Inspection.Tests.Thinning;

/// <summary>Stands between a module and who watches it, and counts the passes in which something of the module is to be told: in the others nothing is computed for it.</summary>
sealed class CountingWatcher(IModuleWatcher inner) : IModuleWatcher
{
    public int Asked { get; private set; }

    public int Told { get; private set; }

    public ModuleSignals Signals(Module module)
    {
        ModuleSignals signals = inner.Signals(module);
        Asked++;
        Told += signals == ModuleSignals.None ? 0 : 1;
        return signals;
    }

    public void OnOutput(Module module, Tensor output, SequenceLayout? layout) => inner.OnOutput(module, output, layout);

    public void OnOutputGradient(Module module, Tensor output, SequenceLayout? layout) => inner.OnOutputGradient(module, output, layout);

    public void OnTokens(Embedding embedding, SequenceBatch batch) => inner.OnTokens(embedding, batch);

    public void OnRecurrence(RecurrentPass pass) => inner.OnRecurrence(pass);

    public void OnRecurrenceGradient(RecurrentPass pass) => inner.OnRecurrenceGradient(pass);
}
