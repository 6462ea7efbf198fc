namespace Unfold.Nn;

/// <summary>
/// What <see cref="Rnn"/>, <see cref="Lstm"/> and <see cref="Gru"/> have in common: layers and directions, their parameters
/// under PyTorch's names, and the way through them.
/// </summary>
public abstract class Recurrent : Module
{
    readonly RecurrentWeights[] _weights;
    readonly Rng _rng;

    /// <summary>Makes the parameters of all layers and directions, U(±1/√Hidden).</summary>
    /// <param name="inputs">Features of an input step.</param>
    /// <param name="hidden">Features of the state.</param>
    /// <param name="gates">Names of the blocks of Hidden rows in each weight; empty where there is one block.</param>
    /// <param name="rng">Where the initial weights and dropout's coins come from.</param>
    /// <param name="options">Layers, directions, dropout, bias.</param>
    protected Recurrent(int inputs, int hidden, IReadOnlyList<string> gates, Rng rng, RecurrentOptions? options)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(inputs);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(hidden);
        ArgumentNullException.ThrowIfNull(gates);
        ArgumentNullException.ThrowIfNull(rng);
        options ??= new RecurrentOptions();
        if (options.Layers < 1) RecurrentErrors.Layers(GetType().Name, options.Layers);
        if (options.Dropout is not (>= 0 and < 1)) RecurrentErrors.DropoutRange(GetType().Name, options.Dropout);
        if (options is { Dropout: > 0, Layers: 1 }) RecurrentErrors.DropoutOfOneLayer(GetType().Name, options.Dropout);
        (InputSize, HiddenSize, Options, _rng) = (inputs, hidden, options, rng);

        _weights = new RecurrentWeights[options.Layers * options.Directions];
        double bound = 1 / Math.Sqrt(hidden);
        int rows = Math.Max(1, gates.Count) * hidden;
        for (int plane = 0; plane < _weights.Length; plane++)
        {
            int layer = plane / options.Directions;
            string suffix = $"_l{layer}{(plane % options.Directions == 1 ? "_reverse" : "")}";
            int columns = layer == 0 ? inputs : OutputSize;
            _weights[plane] = new RecurrentWeights(
                Register("weight_ih" + suffix, Init.Uniform(rng, bound, new Shape(rows, columns)), gates),
                Register("weight_hh" + suffix, Init.Uniform(rng, bound, new Shape(rows, hidden)), gates),
                options.Bias ? Register("bias_ih" + suffix, Init.Uniform(rng, bound, new Shape(rows)), gates) : null,
                options.Bias ? Register("bias_hh" + suffix, Init.Uniform(rng, bound, new Shape(rows)), gates) : null);
        }
    }

    /// <summary>Features of an input step.</summary>
    public int InputSize { get; }

    /// <summary>Hidden: features of a layer's state in one direction.</summary>
    public int HiddenSize { get; }

    /// <summary>Features of an output step: Hidden · Directions.</summary>
    public int OutputSize => HiddenSize * Options.Directions;

    /// <summary>Layers, directions, dropout, bias.</summary>
    public RecurrentOptions Options { get; }

    /// <summary>Runs through a batch from the state zero.</summary>
    /// <param name="x">[N, InputSize], packed.</param>
    /// <exception cref="ShapeException">The input has another width.</exception>
    public abstract RecurrentResult Forward(SequenceTensor x);

    /// <inheritdoc/>
    protected internal override Rng? Stream => _rng;

    /// <inheritdoc/>
    protected override string Describe() =>
        $"{InputSize}, {HiddenSize}" +
        (Options.Layers > 1 ? $", layers: {Options.Layers}" : "") +
        (Options.Bidirectional ? ", bidirectional" : "") +
        (Options.Dropout > 0 ? $", dropout: {Options.Dropout}" : "") +
        (Options.Bias ? "" : ", bias: false");

    /// <summary>Every layer and direction in turn; a layer's directions write side by side into one output.</summary>
    internal SequenceTensor Run(SequenceTensor x, Tensor h, Tensor? c, Tensor? initialH, Tensor? initialC)
    {
        SequenceLayout layout = x.Layout;
        Tensor values = x.Values;
        ModuleSignals signals = Watcher?.Signals(this) ?? ModuleSignals.None;
        bool watched = signals.HasFlag(ModuleSignals.Recurrence) || signals.HasFlag(ModuleSignals.RecurrenceGradient);
        for (int layer = 0; layer < Options.Layers; layer++)
        {
            if (layer > 0 && Options.Dropout > 0 && Training && Tape.IsRecording) values = Ops.Dropout(values, Options.Dropout, _rng);
            int first = layer * Options.Directions;
            ReadOnlySpan<RecurrentWeights> weights = _weights.AsSpan(first, Options.Directions);
            Tensor output = Tape.Allocate(
                new Shape(layout.TotalSteps, OutputSize), values.DType, NeedsGradient(values, weights, initialH, initialC));
            for (int direction = 0; direction < weights.Length; direction++)
            {
                int plane = first + direction;
                RecurrentPass? pass = watched ? new(this, layer, direction == 1, signals.HasFlag(ModuleSignals.RecurrenceGradient), weights[direction]) : null;
                Step(new RecurrentStep(
                    layout, values, output, weights[direction], new StatePlane(initialH, h, plane),
                    c is null ? null : new StatePlane(initialC, c, plane), Reverse: direction == 1, pass));
                if (pass is not null && signals.HasFlag(ModuleSignals.Recurrence)) Watcher!.OnRecurrence(pass);
            }
            values = output;
        }
        return new SequenceTensor(layout, Observed(values, layout, signals));
    }

    /// <summary>One layer in one direction, as one operation.</summary>
    internal abstract void Step(RecurrentStep step);

    /// <summary>A tensor for the final state of all layers and directions; the operations of each fill their plane.</summary>
    internal Tensor FinalState(SequenceTensor x, Tensor? initialH, Tensor? initialC) =>
        Tape.Allocate(StateShape(x), x.Values.DType, NeedsGradient(x.Values, _weights, initialH, initialC));

    internal void Check(SequenceTensor x)
    {
        ArgumentNullException.ThrowIfNull(x);
        if (x.Features != InputSize) TensorErrors.InputWidth(GetType().Name, x.Values.Shape, InputSize);
        if (x.Values.DType != _weights[0].Input.DType) TensorErrors.SameDType(GetType().Name, x.Values.DType, _weights[0].Input.DType);
    }

    internal void Check(SequenceTensor x, string name, Tensor state)
    {
        ArgumentNullException.ThrowIfNull(state, name);
        if (state.Shape != StateShape(x)) RecurrentErrors.StateShape(GetType().Name, name, StateShape(x), state.Shape);
        if (state.DType != x.Values.DType) TensorErrors.SameDType(GetType().Name, x.Values.DType, state.DType);
    }

    static bool NeedsGradient(Tensor values, ReadOnlySpan<RecurrentWeights> weights, Tensor? initialH, Tensor? initialC)
    {
        bool needed = values.RequiresGrad || initialH is { RequiresGrad: true } || initialC is { RequiresGrad: true };
        foreach (RecurrentWeights each in weights) needed |= each.AnyTrainable;
        return needed;
    }

    Shape StateShape(SequenceTensor x) => new(_weights.Length, x.Layout.Count, HiddenSize);
}
