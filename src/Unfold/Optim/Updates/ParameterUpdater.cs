using System.Diagnostics;
using System.Numerics;
using System.Runtime.CompilerServices;
using Unfold.Kernels;

namespace Unfold.Optim;

/// <summary>The state of one parameter under one rule, and its steps: dense ones, and row-sparse ones whose other rows catch up later.</summary>
sealed class ParameterUpdater<TRule, T> : IParameterUpdater
    where TRule : struct, IUpdateRule<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    readonly Parameter _parameter;
    readonly Func<RuleInputs, TRule> _makeRule;
    readonly T[] _first, _second;
    readonly RowCatchUp<TRule, T>? _late;
    int[] _previousSlots = [];

    /// <param name="parameter">The parameter to move.</param>
    /// <param name="stateNames">A name for each state array of the rule.</param>
    /// <param name="lazy">Whether rows without gradient stay as they are, for good.</param>
    /// <param name="makeRule">The rule of a step.</param>
    public ParameterUpdater(Parameter parameter, IReadOnlyList<string> stateNames, bool lazy, Func<RuleInputs, TRule> makeRule)
    {
        (_parameter, StateNames, _makeRule) = (parameter, stateNames, makeRule);
        _first = TRule.States > 0 ? new T[parameter.Shape.Length] : [];
        _second = TRule.States > 1 ? new T[parameter.Shape.Length] : [];
        parameter.PendingRows?.CatchUpAll(); // of an optimizer before this one
        if (!lazy) _late = new RowCatchUp<TRule, T>(parameter, _first, _second);
        parameter.PendingRows = _late;
    }

    public long Steps { get; set; }

    public IReadOnlyList<string> StateNames { get; }

    public void AddSquares(double? limit, ref double squares, ref double clipped)
    {
        var kernel = new SquaresKernel<T> { Gradient = _parameter.Gradient.Values<T>(), Clip = new GradientClip<T>(limit, 1) };
        SimdWidth.Run<SquaresKernel<T>, T>(ref kernel);
        squares += kernel.Squares;
        clipped += kernel.ClippedSquares;
    }

    public void Apply(double learningRate, double weightDecay, double? limit, double scale)
    {
        UpdateSums unused = default;
        Apply<Unwatched>(learningRate, weightDecay, new GradientClip<T>(limit, scale), new Span<UpdateSums>(ref unused));
    }

    public void ApplyWatched(double learningRate, double weightDecay, double? limit, double scale, Span<UpdateSums> blocks) =>
        Apply<Watched>(learningRate, weightDecay, new GradientClip<T>(limit, scale), blocks);

    public void CatchUpAll() => _late?.CatchUpAll();

    public Tensor CopyState(int index)
    {
        CatchUpAll();
        T[] state = index == 0 ? _first : _second;
        return typeof(T) == typeof(float)
            ? Tensor.From(Unsafe.As<T[], float[]>(ref state), _parameter.Shape)
            : Tensor.From(Unsafe.As<T[], double[]>(ref state), _parameter.Shape);
    }

    public void LoadState(int index, Tensor state)
    {
        CatchUpAll();
        _late?.Restart();
        (state.DType == _parameter.DType ? state : state.To(_parameter.DType)).Span<T>().CopyTo(index == 0 ? _first : _second);
    }

    void Apply<TWatching>(double learningRate, double weightDecay, GradientClip<T> clip, Span<UpdateSums> blocks)
        where TWatching : struct, IWatching
    {
        TRule rule = _makeRule(new RuleInputs(learningRate, weightDecay, Steps + 1));
        Gradient gradient = _parameter.Gradient;
        if (gradient.IsRowSparse) _late?.BeforeRows(rule, gradient.Rows);
        else _late?.BeforeAll(rule);
        Steps++;
        Move<TWatching>(rule, clip, blocks);
        if (gradient.IsRowSparse) _late?.AfterRows(rule, learningRate, gradient.Rows);
    }

    /// <summary>Block after block: each is a dense pass of its own, or the one block is everything.</summary>
    void Move<TWatching>(TRule rule, GradientClip<T> clip, Span<UpdateSums> blocks)
        where TWatching : struct, IWatching
    {
        Gradient gradient = _parameter.Gradient;
        GradientBuffer? previous = TWatching.On && gradient.Previous is { IsEmpty: false } kept ? kept : null;
        bool byRows = gradient.IsRowSparse || previous is { IsRowSparse: true };
        Debug.Assert(!byRows || blocks.Length == 1, "blocks of rows are of dense gradients");
        int length = gradient.Values<T>().Length / blocks.Length;
        for (int block = 0; block < blocks.Length; block++)
        {
            var part = new Range(block * length, (block + 1) * length);
            Range state = blocks.Length == 1 ? Range.All : part;
            var kernel = new UpdateKernel<TRule, TWatching, T>
            {
                Rule = rule, Clip = clip,
                Weights = _parameter.Raw.Span<T>()[state],
                First = TRule.States > 0 ? _first.AsSpan()[state] : [],
                Second = TRule.States > 1 ? _second.AsSpan()[state] : [],
                Gradient = gradient.Values<T>()[part],
                Previous = previous is null ? [] : previous.Values<T>()[state],
                RowLength = byRows ? gradient.RowLength : length,
                Rows = gradient.IsRowSparse ? gradient.Rows : [],
                PreviousSlots = previous is { IsRowSparse: true } ? SlotsOf(gradient, previous) : [],
            };
            SimdWidth.Run<UpdateKernel<TRule, TWatching, T>, T>(ref kernel);
            blocks[block] = kernel.Sums;
        }
    }

    /// <summary>Where each row of the gradient stands in the row-sparse one before.</summary>
    ReadOnlySpan<int> SlotsOf(Gradient gradient, GradientBuffer previous)
    {
        int count = gradient.IsRowSparse ? gradient.Rows.Length : _parameter.Shape.Rows;
        if (_previousSlots.Length < count) _previousSlots = new int[Math.Max(count, Math.Min(2 * _previousSlots.Length, _parameter.Shape.Rows))];
        Span<int> slots = _previousSlots.AsSpan(0, count);
        if (gradient.IsRowSparse) previous.SlotsOf(gradient.Rows, slots);
        else for (int row = 0; row < slots.Length; row++) slots[row] = previous.SlotOf(row);
        return slots;
    }
}
