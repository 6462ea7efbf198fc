using Unfold.Nn;

namespace Unfold.Inspection;

/// <summary>Hands on to the lenses what the modules of the training thread compute.</summary>
sealed class ModuleWatch : IModuleWatcher
{
    readonly Inspector _inspector;
    readonly int _thread = Environment.CurrentManagedThreadId;
    readonly Dictionary<Module, Watched> _modules = [];

    public ModuleWatch(Inspector inspector, IReadOnlyList<Module> modules, IReadOnlyList<Lens> lenses)
    {
        _inspector = inspector;
        foreach (Module module in modules)
        {
            (Lens, ModuleSignals)[] wants = [.. lenses.Select(lens => (lens, Wanted: lens.Watches(module))).Where(pair => pair.Wanted != ModuleSignals.None)];
            if (wants.Length == 0)
                continue;
            _modules.Add(module, new(LensContext.NameOf(module), wants));
            module.Watcher = this;
        }
    }

    public void Release()
    {
        foreach (Module module in _modules.Keys)
        {
            if (module.Watcher == this)
                module.Watcher = null;
        }
    }

    public ModuleSignals Signals(Module module)
    {
        if (Environment.CurrentManagedThreadId != _thread || !_inspector.Looks)
            return ModuleSignals.None;
        ModuleSignals all = ModuleSignals.None;
        bool training = Tape.IsRecording;
        if (training)
        {
            _inspector.BeginForward();
            if (!_inspector.LooksClosely)
                return ModuleSignals.None;
        }
        foreach ((Lens lens, ModuleSignals wanted) in _modules[module].Lenses)
        {
            if (Due(lens, training))
                all |= wanted;
        }
        return all & ~ModuleSignals.Replacement;
    }

    public void OnTokens(Embedding embedding, SequenceBatch batch)
    {
        bool training = Tape.IsRecording;
        long began = _inspector.Enter();
        _inspector.Texts.Arrive();
        foreach ((Lens lens, ModuleSignals wanted) in _modules[embedding].Lenses)
        {
            if (wanted.HasFlag(ModuleSignals.Tokens) && Due(lens, training))
                lens.OnTokens(embedding, batch, training);
        }
        _inspector.Leave(began);
    }

    public void OnOutput(Module module, Tensor output, SequenceLayout? layout)
    {
        Watched watched = _modules[module];
        ModuleOutput seen = new(module, watched.Name, output, layout, Tape.IsRecording);
        long began = _inspector.Enter();
        foreach ((Lens lens, ModuleSignals wanted) in watched.Lenses)
        {
            if (wanted.HasFlag(ModuleSignals.Output) && Due(lens, seen.Training))
                lens.OnOutput(seen);
        }
        _inspector.Leave(began);
    }

    public void OnOutputGradient(Module module, Tensor output, SequenceLayout? layout)
    {
        Watched watched = _modules[module];
        ModuleOutput seen = new(module, watched.Name, output, layout, Training: true);
        long began = _inspector.Enter();
        foreach ((Lens lens, ModuleSignals wanted) in watched.Lenses)
        {
            if (wanted.HasFlag(ModuleSignals.OutputGradient) && Due(lens, training: true))
                lens.OnOutputGradient(seen);
        }
        _inspector.Leave(began);
    }

    public void OnRecurrence(RecurrentPass pass)
    {
        bool training = Tape.IsRecording;
        long began = _inspector.Enter();
        foreach ((Lens lens, ModuleSignals wanted) in _modules[pass.Module].Lenses)
        {
            if (wanted.HasFlag(ModuleSignals.Recurrence) && Due(lens, training))
                lens.OnRecurrence(pass, training);
        }
        _inspector.Leave(began);
    }

    public void OnRecurrenceGradient(RecurrentPass pass)
    {
        long began = _inspector.Enter();
        foreach ((Lens lens, ModuleSignals wanted) in _modules[pass.Module].Lenses)
        {
            if (wanted.HasFlag(ModuleSignals.RecurrenceGradient) && Due(lens, training: true))
                lens.OnRecurrenceGradient(pass);
        }
        _inspector.Leave(began);
    }

    bool Due(Lens lens, bool training) => training ? _inspector.Takes(lens, lens.Every) : lens.WatchesEvaluation;

    sealed record Watched(string Name, (Lens Lens, ModuleSignals Wanted)[] Lenses);
}
