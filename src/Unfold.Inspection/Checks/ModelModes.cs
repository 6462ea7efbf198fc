using Unfold.Nn;

namespace Unfold.Inspection;

/// <summary>Remembers who watches a model's modules and whether each is in training mode, and puts it back when disposed of.</summary>
sealed class ModelModes : IDisposable
{
    readonly Module[] _modules;
    readonly (IModuleWatcher? Watcher, bool Training)[] _before;

    ModelModes(Module[] modules) => (_modules, _before) = (modules, [.. modules.Select(module => (module.Watcher, module.Training))]);

    /// <summary>Evaluation mode, watched by one.</summary>
    public static ModelModes Evaluation(Module[] modules, IModuleWatcher? watcher) => Begin(modules, watcher, training: false);

    /// <summary>Training mode with dropout off and running moments left alone, watched by nobody.</summary>
    public static ModelModes TrainingWithoutDropout(Module[] modules) => Begin(modules, watcher: null, training: true);

    public void Dispose()
    {
        for (int i = 0; i < _modules.Length; i++)
        {
            _modules[i].Watcher = _before[i].Watcher;
            Set(_modules[i], _before[i].Training); // outermost first: a child's own setting comes after its parent's
        }
    }

    static ModelModes Begin(Module[] modules, IModuleWatcher? watcher, bool training)
    {
        ModelModes modes = new(modules);
        foreach (Module module in modules)
        {
            module.Watcher = watcher;
            Set(module, training && module is not (Dropout or VariationalDropout or WordDropout or Nn.Recurrent or BatchNorm1d));
        }
        return modes;
    }

    static void Set(Module module, bool training)
    {
        if (training)
            module.Train();
        else
            module.Eval();
    }
}
