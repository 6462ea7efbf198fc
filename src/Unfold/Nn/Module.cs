namespace Unfold.Nn;

/// <summary>
/// Something with parameters: a layer, or a model made of layers. Parameters and children belong to it by the call that
/// makes them; there is nothing to register afterwards and nothing to forget.
/// </summary>
public abstract class Module
{
    readonly List<Parameter> _own = [];
    readonly List<ModuleBuffer> _ownBuffers = [];
    readonly List<(string Name, Module Child)> _children = [];
    Module? _parent;
    string _nameInParent = "";

    /// <summary>The name from the outermost module, empty for the outermost itself.</summary>
    public string Path => _parent is null ? "" : _parent.Path.Length == 0 ? _nameInParent : $"{_parent.Path}.{_nameInParent}";

    /// <summary>All parameters, its own first and then its children's, in the order they were made.</summary>
    public IReadOnlyList<Parameter> Parameters => [.. _own, .. _children.SelectMany(entry => entry.Child.Parameters)];

    /// <summary>What it keeps beside its parameters, its own first and then its children's; empty for most modules.</summary>
    public IReadOnlyList<ModuleBuffer> Buffers => [.. _ownBuffers, .. _children.SelectMany(entry => entry.Child.Buffers)];

    /// <summary>The modules it is made of, with their names.</summary>
    public IReadOnlyList<(string Name, Module Child)> Children => _children;

    /// <summary>The number of trained numbers; those of parameters that are not <see cref="Parameter.Trainable"/> do not count.</summary>
    public long ParameterCount => Parameters.Where(parameter => parameter.Trainable).Sum(parameter => (long)parameter.Shape.Length);

    /// <summary>
    /// Whether dropout is on, and batch normalisation takes the batch's own moments, while gradients are recorded. Under
    /// <see cref="Tape.NoGrad{TResult}(Func{TResult})"/> both are off in any case, so that nobody can forget to switch. <value>Default: true.</value>
    /// </summary>
    public bool Training { get; private set; } = true;

    /// <summary>Who looks at what this module computes; an inspector sets it. <value>Default: nobody, at no cost.</value></summary>
    public IModuleWatcher? Watcher { get; set; }

    /// <summary>Where it draws from while it trains; null where it draws nothing. What is named here goes on where it was when a run is resumed.</summary>
    protected internal virtual Rng? Stream => null;

    /// <summary>Dropout on, here and in all children.</summary>
    public void Train() => SetTraining(on: true);

    /// <summary>Dropout off, here and in all children, even while gradients are recorded.</summary>
    public void Eval() => SetTraining(on: false);

    /// <summary>Converts all parameters and buffers to another precision. Make optimizers afterwards: their state does not follow.</summary>
    public void To(DType dtype)
    {
        foreach (Parameter parameter in Parameters) parameter.Convert(dtype);
        foreach (ModuleBuffer buffer in Buffers) buffer.Convert(dtype);
    }

    /// <summary>The layer's name and sizes with its parameter count; a model lists its children below.</summary>
    public override string ToString() => _children.Count == 0
        ? $"{GetType().Name}({Describe()}) {ParameterCount:N0} parameters"
        : string.Join('\n', _children
            .Select(entry => $"  {entry.Name}: {entry.Child.ToString().Replace("\n", "\n  ", StringComparison.Ordinal)}")
            .Prepend($"{GetType().Name}({Describe()}) {ParameterCount:N0} parameters"));

    /// <summary>What <see cref="ToString"/> prints in brackets: the sizes, and what differs from the defaults.</summary>
    protected virtual string Describe() => "";

    /// <summary>Makes a parameter of this module.</summary>
    /// <param name="name">Its name in this module, as PyTorch has it: <c>weight</c>, <c>weight_ih_l0</c>.</param>
    /// <param name="initial">Its first value.</param>
    /// <param name="blocks">Names of the equal blocks that its rows are divided into. <value>Default: none, it is one whole.</value></param>
    protected Parameter Register(string name, Tensor initial, IReadOnlyList<string>? blocks = null)
    {
        ArgumentNullException.ThrowIfNull(initial);
        if (blocks is { Count: > 0 } && initial.Shape[0] % blocks.Count != 0)
        {
            throw new ArgumentException($"{GetType().Name}.{name}: expected rows that {blocks.Count} blocks ({string.Join(", ", blocks)}) divide evenly, got {initial.Shape}. Blocks are of one size; leave them out where the parts differ.", nameof(blocks));
        }
        CheckNew(name);
        var parameter = new Parameter(this, name, initial, blocks ?? []);
        _own.Add(parameter);
        return parameter;
    }

    /// <summary>Makes a buffer of this module: numbers that are saved and loaded with it and that no optimizer moves.</summary>
    /// <param name="name">Its name in this module, as PyTorch has it: <c>running_mean</c>.</param>
    /// <param name="initial">Its first value.</param>
    protected ModuleBuffer RegisterBuffer(string name, Tensor initial)
    {
        ArgumentNullException.ThrowIfNull(initial);
        CheckNew(name);
        var buffer = new ModuleBuffer(this, name, initial);
        _ownBuffers.Add(buffer);
        return buffer;
    }

    /// <summary>Takes a module in as a child; returns it.</summary>
    /// <exception cref="ArgumentException">The name is taken, or the child has a parent already.</exception>
    protected TModule Register<TModule>(string name, TModule child)
        where TModule : Module
    {
        ArgumentNullException.ThrowIfNull(child);
        if (child._parent is not null)
        {
            throw new ArgumentException(
                $"{GetType().Name}.{name}: expected a module of its own, got one that is already {child.Path} of a " +
                $"{child._parent.GetType().Name}. Two layers need two modules; to share weights, call Forward twice.", nameof(child));
        }
        if (_children.Exists(entry => entry.Name == name))
        {
            throw new ArgumentException($"{GetType().Name}: expected a new child name, got '{name}' twice. Name it otherwise.", nameof(name));
        }
        (child._parent, child._nameInParent) = (this, name);
        _children.Add((name, child));
        return child;
    }

    /// <summary>Shows an output to whoever watches; a module of one's own that is no <see cref="Layer"/> returns what this gives.</summary>
    /// <param name="output">[..., F].</param>
    /// <param name="layout">Where which step lies in a packed output.</param>
    protected Tensor Observed(Tensor output, SequenceLayout? layout = null) =>
        Watcher is null ? output : Observed(output, layout, Watcher.Signals(this));

    private protected Tensor Observed(Tensor output, SequenceLayout? layout, ModuleSignals signals)
    {
        if (signals.HasFlag(ModuleSignals.Replacement)) output = Watcher!.Replace(this, output, layout);
        if (signals.HasFlag(ModuleSignals.Output)) Watcher!.OnOutput(this, output, layout);
        if (signals.HasFlag(ModuleSignals.OutputGradient) && output.RequiresGrad) Ops.WatchGradient(this, output, layout);
        return output;
    }

    void CheckNew(string name)
    {
        string full = Path.Length == 0 ? name : $"{Path}.{name}";
        if (_own.Exists(parameter => parameter.Name == full) || _ownBuffers.Exists(buffer => buffer.Name == full))
        {
            throw new ArgumentException($"{GetType().Name}: expected a new parameter name, got '{name}' twice. Name it otherwise.", nameof(name));
        }
    }

    void SetTraining(bool on)
    {
        Training = on;
        foreach (var (_, child) in _children) child.SetTraining(on);
    }
}
