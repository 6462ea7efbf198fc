namespace Unfold.Nn;

/// <summary>One layer of a recurrent module in one direction, on one batch: what there is to see of it.</summary>
/// <remarks>
/// Rows are packed as <see cref="Layout"/> says. Tensors can be read until the step ends; on the way back the gates' gradients are written
/// over the gates.
/// </remarks>
public sealed class RecurrentPass
{
    Tensor? _stateSquares;
    Tensor? _cellSquares;
    Tensor? _carriedSquares;

    internal RecurrentPass(Recurrent module, int layer, bool reverse, bool wantsGradient, RecurrentWeights weights) =>
        (Module, Layer, Reverse, WantsGradient, Weights) = (module, layer, reverse, wantsGradient, weights);

    /// <summary>The module.</summary>
    public Recurrent Module { get; }

    /// <summary>The layer; the first is 0.</summary>
    public int Layer { get; }

    /// <summary>Whether it reads from the last step to the first.</summary>
    public bool Reverse { get; }

    /// <summary>For example <c>lstm.l0</c> or <c>lstm.l0.reverse</c>.</summary>
    public string Name => NameOf(Module, Layer, Reverse);

    /// <summary>H, the features of a state.</summary>
    public int Units => Module.HiddenSize;

    /// <summary>Where which step lies.</summary>
    public SequenceLayout Layout { get; private set; } = null!;

    /// <summary>[N, inputs].</summary>
    public Tensor Input { get; private set; } = null!;

    /// <summary>[N, H · directions]: this direction's states are the H columns from <see cref="Column"/> on.</summary>
    public Tensor Output { get; private set; } = null!;

    /// <summary>The first column of this direction in <see cref="Output"/>.</summary>
    public int Column => Reverse ? Units : 0;

    /// <summary>[N, G · H]: the gates after their non-linearities; of an <see cref="Rnn"/>, whose G is 1, what goes into its non-linearity.</summary>
    public Tensor Gates { get; private set; } = null!;

    /// <summary>[N, H]: the cells of an <see cref="Lstm"/>; null for others.</summary>
    public Tensor? Cells { get; private set; }

    /// <summary>[G · H, inputs].</summary>
    public Parameter InputWeight => Weights.Input;

    /// <summary>[G · H, H].</summary>
    public Parameter HiddenWeight => Weights.Hidden;

    /// <summary>[G · H], or null.</summary>
    public Parameter? InputBias => Weights.InputBias;

    /// <summary>[G · H], or null.</summary>
    public Parameter? HiddenBias => Weights.HiddenBias;

    /// <summary>[N] ‖∂L/∂h‖² of every row, all ways the loss depends on it; empty before the way back.</summary>
    public ReadOnlySpan<double> StateGradientSquares => _stateSquares is null ? [] : _stateSquares.Span<double>();

    /// <summary>[N] squared norm of what passes through the cell of an <see cref="Lstm"/> to the step before; empty for others.</summary>
    public ReadOnlySpan<double> CellGradientSquares => _cellSquares is null ? [] : _cellSquares.Span<double>();

    /// <summary>
    /// [N] ‖∂L/∂h − <see cref="OutputGradient"/>‖² of every row: what came through time, at a sequence's last step through its final
    /// state; empty before the way back, and where nothing arrives at the steps directly.
    /// </summary>
    public ReadOnlySpan<double> CarriedGradientSquares => _carriedSquares is null ? [] : _carriedSquares.Span<double>();

    /// <summary>[N, G · H]: the gradient of what goes into the gates' non-linearities; null before the way back.</summary>
    public Tensor? GateGradients { get; private set; }

    /// <summary>[N, H · directions]: what the loss and the layers above send to each step directly; null where there is nothing.</summary>
    public Tensor? OutputGradient => Output.Grad;

    internal bool WantsGradient { get; }

    internal RecurrentWeights Weights { get; }

    internal static string NameOf(Recurrent module, int layer, bool reverse) =>
        $"{(module.Path.Length == 0 ? module.GetType().Name.ToLowerInvariant() : module.Path)}.l{layer}{(reverse ? ".reverse" : "")}";

    internal void Forward(RecurrentStep step, Tensor gates, Tensor? cells) =>
        (Layout, Input, Output, Gates, Cells) = (step.Layout, step.X, step.Output, gates, cells);

    internal GradientNormProbe BeginBackward()
    {
        int rows = Layout.TotalSteps;
        _stateSquares = Tape.Allocate(new Shape(rows), DType.Float64, requiresGrad: false);
        if (Cells is not null) _cellSquares = Tape.Allocate(new Shape(rows), DType.Float64, requiresGrad: false);
        if (OutputGradient is not null) _carriedSquares = Tape.Allocate(new Shape(rows), DType.Float64, requiresGrad: false);
        return new GradientNormProbe(
            _stateSquares.Segment<double>(), _cellSquares?.Segment<double>() ?? default, _carriedSquares?.Segment<double>() ?? default, OutputGradient, Column,
            Layout.OffsetArray);
    }

    internal void EndBackward(Tensor gateGradients)
    {
        GateGradients = gateGradients;
        Module.Watcher?.OnRecurrenceGradient(this);
    }
}
