namespace Unfold.Optim;

/// <summary>Moves parameters by their gradients.</summary>
/// <remarks>
/// <see cref="Step"/> consumes the gradients: there is nothing to zero. Several backward passes before one step add up.
/// Parameters without gradient (frozen, or not used) stay as they are and their state too, as in PyTorch.
/// </remarks>
public abstract partial class Optimizer
{
    readonly OptimizerOptions _options;
    readonly Slot[] _slots;

    private protected Optimizer(IEnumerable<ParameterGroup> groups, OptimizerOptions options)
    {
        ArgumentNullException.ThrowIfNull(groups);
        options.Validate();
        _options = options;
        LearningRate = options.LearningRate;
        WeightDecay = options.WeightDecay;
        ClipNorm = options.ClipNorm;
        Groups = [.. groups];
        var seen = new HashSet<Parameter>();
        _slots = [.. Groups.SelectMany(group => group.Parameters.Select(parameter => new Slot(group, parameter)))];
        foreach (Parameter parameter in _slots.Select(slot => slot.Parameter))
        {
            if (!seen.Add(parameter)) throw new ArgumentException($"{GetType().Name}: expected each parameter in one group, got {parameter.Name} twice. Make the name filters exclude each other.", nameof(groups));
        }
        if (seen.Count == 0) throw new ArgumentException($"{GetType().Name}: expected at least one parameter, got none. Pass model.Parameters, or check the name filter.", nameof(groups));
    }

    /// <summary>The groups of parameters.</summary>
    public IReadOnlyList<ParameterGroup> Groups { get; }

    /// <summary>The learning rate of groups without one of their own, before the schedule.</summary>
    public double LearningRate { get; set; }

    /// <summary>The weight decay of groups without one of their own.</summary>
    public double WeightDecay { get; set; }

    /// <summary>The largest norm of all gradients together; a larger one is scaled down to it. <value>Above 0, or nothing for no limit; at first that of the options.</value></summary>
    public double? ClipNorm { get; set; }

    /// <summary>Steps made.</summary>
    public long Steps { get; private set; }

    /// <summary>Who wants to know what happens. <value>Default: nobody, at no cost.</value></summary>
    public IStepObserver? Observer { get; set; }

    /// <summary>Moves all parameters that have a gradient, and consumes the gradients.</summary>
    /// <exception cref="InvalidOperationException">No parameter has a gradient.</exception>
    public StepSummary Step()
    {
        bool clips = ClipNorm is not null || _options.ClipValue is not null;
        var (squares, clippedSquares, any) = (0.0, 0.0, false);
        foreach (Slot slot in _slots)
        {
            if (!slot.IsActive) continue;
            any = true;
            if (clips) UpdaterOf(slot).AddSquares(_options.ClipValue, ref squares, ref clippedSquares);
        }
        if (!any) throw new InvalidOperationException($"{GetType().Name}.Step: expected a gradient in at least one parameter, got none. Call Backward on the loss before each Step, and check that the model's parameters are trainable and are the ones the optimizer was made with.");

        double factor = _options.Schedule.Factor(Steps);
        Steps++;
        double norm = Math.Sqrt(squares), clippedNorm = Math.Sqrt(clippedSquares), scale = 1;
        if (clips && !double.IsFinite(norm)) return Skip(norm, factor);
        if (ClipNorm is { } limit)
        {
            scale = Math.Min(1, limit / (clippedNorm + 1e-6)); // PyTorch's clip_grad_norm_, its 1e-6 included
            clippedNorm *= scale;
        }
        foreach (Slot slot in _slots)
        {
            if (!slot.IsActive) continue;
            double moved = Move(slot, (slot.Group.LearningRate ?? LearningRate) * factor, slot.Group.WeightDecay ?? WeightDecay, scale);
            if (!clips) squares += moved;
        }
        if (!clips) (norm, clippedNorm) = (Math.Sqrt(squares), Math.Sqrt(squares));
        bool known = clips || Observer is not null;
        var summary = new StepSummary
        {
            Step = Steps, LearningRate = LearningRate * factor, Skipped = false,
            GradientNorm = known ? norm : null, ClippedNorm = known ? clippedNorm : null,
        };
        Observer?.OnStep(summary);
        return summary;
    }

    /// <summary>The norm of all gradients together as they are now, before any clipping; 0 without any.</summary>
    public double GradientNorm()
    {
        var (squares, clipped) = (0.0, 0.0);
        foreach (Slot slot in _slots)
        {
            if (slot.IsActive) UpdaterOf(slot).AddSquares(null, ref squares, ref clipped);
        }
        return Math.Sqrt(squares);
    }

    /// <summary>Makes a step that moves nothing: the gradients are consumed, parameters and their state stay as they are. The observer hears of it.</summary>
    public StepSummary SkipStep()
    {
        double norm = GradientNorm(), factor = _options.Schedule.Factor(Steps);
        Steps++;
        return Skip(norm, factor);
    }

    /// <summary>
    /// Copies of all state by name, to go on later to the same bytes: <c>step</c>, and for each parameter its own
    /// <c>NAME.step</c> and PyTorch's state names, as <c>NAME.exp_avg</c>.
    /// </summary>
    public OrderedDictionary<string, Tensor> CopyState()
    {
        var state = new OrderedDictionary<string, Tensor>(StringComparer.Ordinal) { ["step"] = Number(Steps) };
        foreach (Slot slot in _slots)
        {
            var (parameter, updater) = (slot.Parameter, UpdaterOf(slot));
            state.Add($"{parameter.Name}.step", Number(updater.Steps));
            for (int i = 0; i < updater.StateNames.Count; i++) state.Add($"{parameter.Name}.{updater.StateNames[i]}", updater.CopyState(i));
        }
        return state;
    }

    /// <summary>Takes over the state that <see cref="CopyState"/> gave.</summary>
    /// <param name="state">The tensors by name.</param>
    /// <param name="source">Where they come from, for messages.</param>
    /// <exception cref="DamagedFileException">A name is missing or a shape differs: nothing is loaded.</exception>
    public void LoadState(IReadOnlyDictionary<string, Tensor> state, string source)
    {
        ArgumentNullException.ThrowIfNull(state);
        var faults = new List<string>();
        Require(state, "step", new Shape(1), faults);
        foreach (Slot slot in _slots)
        {
            Parameter parameter = slot.Parameter;
            Require(state, $"{parameter.Name}.step", new Shape(1), faults);
            foreach (string name in UpdaterOf(slot).StateNames) Require(state, $"{parameter.Name}.{name}", parameter.Shape, faults);
        }
        if (faults.Count > 0) throw new DamagedFileException($"{source}: expected the state of this {GetType().Name}, got other tensors: {string.Join(", ", faults)}. It was saved by another optimizer or for another model; resume with the ones it was saved from.");
        Steps = (long)state["step"].Item();
        foreach (Slot slot in _slots)
        {
            var (parameter, updater) = (slot.Parameter, UpdaterOf(slot));
            for (int i = 0; i < updater.StateNames.Count; i++) updater.LoadState(i, state[$"{parameter.Name}.{updater.StateNames[i]}"]);
            updater.Steps = (long)state[$"{parameter.Name}.step"].Item();
        }
    }

    private protected abstract IParameterUpdater MakeUpdater(Parameter parameter);

    private protected static IEnumerable<ParameterGroup> OneGroup(IEnumerable<Parameter> parameters)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        return [new ParameterGroup(parameters)];
    }

    static Tensor Number(long value) => Tensor.From([(double)value], new Shape(1));

    static void Require(IReadOnlyDictionary<string, Tensor> state, string name, Shape shape, List<string> faults)
    {
        if (!state.TryGetValue(name, out Tensor? tensor)) faults.Add($"{name} is missing");
        else if (!tensor.Shape.Equals(shape)) faults.Add($"{name} is {tensor.Shape} and not {shape}");
    }

    IParameterUpdater UpdaterOf(Slot slot) => slot.Updater ??= MakeUpdater(slot.Parameter);

    StepSummary Skip(double norm, double factor)
    {
        foreach (Slot slot in _slots)
        {
            if (slot.IsActive) slot.Parameter.Gradient.Clear();
        }
        var summary = new StepSummary { Step = Steps, LearningRate = LearningRate * factor, GradientNorm = norm, ClippedNorm = null, Skipped = true };
        Observer?.OnStep(summary);
        return summary;
    }

    /// <summary>Moves one parameter; returns the squares of its gradient where it was watched.</summary>
    double Move(Slot slot, double rate, double decay, double scale)
    {
        var (parameter, updater) = (slot.Parameter, UpdaterOf(slot));
        Gradient gradient = parameter.Gradient;
        if (Observer is null)
        {
            updater.Apply(rate, decay, _options.ClipValue, scale);
            gradient.Consume();
            return 0;
        }
        StepWatch watch = slot.Watch ??= new StepWatch(parameter);
        StepDetail detail = Observer.Detail(parameter);
        updater.ApplyWatched(rate, decay, _options.ClipValue, scale, detail, watch.Sums());
        double squares;
        if (detail == StepDetail.Norm)
        {
            squares = watch.TakeNorm();
            Observer.OnParameterNorm(parameter, squares);
        }
        else
        {
            ParameterStep step = watch.Take(Steps, rate, _options.ClipValue, scale, detail);
            squares = step.Whole.GradientNormSquared;
            Observer.OnParameterStep(step);
        }
        gradient.ConsumeWatched(keep: Observer.Keeps(parameter));
        return squares;
    }

    /// <summary>A parameter, the group whose settings it follows, and what is kept for it from its first step on.</summary>
    sealed class Slot(ParameterGroup group, Parameter parameter)
    {
        public ParameterGroup Group => group;

        public Parameter Parameter => parameter;

        public IParameterUpdater? Updater { get; set; }

        public StepWatch? Watch { get; set; }

        public bool IsActive => parameter.Trainable && !parameter.Gradient.IsEmpty;
    }
}
