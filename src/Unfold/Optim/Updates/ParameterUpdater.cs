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
    static readonly (int, int)[] OnePair = [(0, 0)];

    readonly Parameter _parameter;
    readonly Func<RuleInputs, TRule> _makeRule;
    readonly ArraySegment<T> _first, _second;
    readonly RowCatchUp<TRule, T>? _late;

    /// <param name="parameter">The parameter to move.</param>
    /// <param name="stateNames">A name for each state array of the rule.</param>
    /// <param name="lazy">Whether rows without gradient stay as they are, for good.</param>
    /// <param name="makeRule">The rule of a step.</param>
    public ParameterUpdater(Parameter parameter, IReadOnlyList<string> stateNames, bool lazy, Func<RuleInputs, TRule> makeRule)
    {
        (_parameter, StateNames, _makeRule) = (parameter, stateNames, makeRule);
        _first = TRule.States > 0 ? AlignedArray.Zeros<T>(parameter.Shape.Length) : [];
        _second = TRule.States > 1 ? AlignedArray.Zeros<T>(parameter.Shape.Length) : [];
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

    public void ApplyWatched(double learningRate, double weightDecay, double? limit, double scale, StepDetail detail, Span<UpdateSums> blocks)
    {
        var clip = new GradientClip<T>(limit, scale);
        if (detail <= StepDetail.Gradient) Apply<WatchedGradient>(learningRate, weightDecay, clip, blocks);
        else Apply<WatchedChange>(learningRate, weightDecay, clip, blocks);
        for (int block = 0; block < blocks.Length; block++) Look(clip, detail, block, blocks.Length, ref blocks[block]);
    }

    public void CatchUpAll() => _late?.CatchUpAll();

    public Tensor State(int index)
    {
        CatchUpAll();
        ArraySegment<T> state = index == 0 ? _first : _second;
        return new Tensor(state.Array!, state.Offset, _parameter.Shape, typeof(T) == typeof(float) ? DType.Float32 : DType.Float64, arena: null, requiresGrad: false);
    }

    public Tensor CopyState(int index) => State(index).Detach();

    public void LoadState(int index, Tensor state)
    {
        CatchUpAll();
        _late?.Restart();
        (state.DType == _parameter.DType ? state : state.To(_parameter.DType)).Span<T>().CopyTo((index == 0 ? _first : _second).AsSpan());
    }

    void Apply<TWatching>(double learningRate, double weightDecay, GradientClip<T> clip, Span<UpdateSums> blocks)
        where TWatching : struct, IWatching
    {
        TRule rule = _makeRule(new RuleInputs(learningRate, weightDecay, Steps + 1));
        Gradient gradient = _parameter.Gradient;
        if (gradient.IsRowSparse) _late?.BeforeRows(rule, gradient.Rows);
        else _late?.BeforeAll(rule);
        Steps++;
        T[] frozen = gradient.IsRowSparse || _parameter.FrozenRows is not { } isFrozen ? [] : Kept(isFrozen); // a row-sparse gradient has none of them
        Move<TWatching>(rule, clip, blocks);
        PutBack(frozen);
        if (gradient.IsRowSparse) _late?.AfterRows(rule, learningRate, gradient.Rows);
    }

    /// <summary>The frozen rows' numbers, one behind the other.</summary>
    T[] Kept(bool[] isFrozen)
    {
        int length = _parameter.Shape.Columns;
        return [.. Enumerable.Range(0, isFrozen.Length).Where(row => isFrozen[row]).SelectMany(row => _parameter.Raw.Segment<T>().Slice(row * length, length))];
    }

    void PutBack(T[] frozen)
    {
        int length = _parameter.Shape.Columns, at = 0;
        for (int row = 0; at < frozen.Length; row++)
        {
            if (!_parameter.FrozenRows![row]) continue;
            frozen.AsSpan(at, length).CopyTo(_parameter.Raw.Span<T>()[(row * length)..]);
            at += length;
        }
    }

    /// <summary>Block after block: each is a dense pass of its own, or the one block is everything.</summary>
    void Move<TWatching>(TRule rule, GradientClip<T> clip, Span<UpdateSums> blocks)
        where TWatching : struct, IWatching
    {
        Gradient gradient = _parameter.Gradient;
        Debug.Assert(!gradient.IsRowSparse || blocks.Length == 1, "blocks of rows are of dense gradients");
        for (int block = 0; block < blocks.Length; block++)
        {
            ReadOnlySpan<T> values = PartOf(gradient.Values<T>(), block, blocks.Length);
            var kernel = new UpdateKernel<TRule, TWatching, T>
            {
                Rule = rule, Clip = clip,
                Weights = PartOf(_parameter.Raw.Span<T>(), block, blocks.Length),
                First = PartOf(_first, block, blocks.Length), Second = PartOf(_second, block, blocks.Length),
                Gradient = values,
                RowLength = gradient.IsRowSparse ? gradient.RowLength : values.Length,
                Rows = gradient.IsRowSparse ? gradient.Rows : [],
            };
            SimdWidth.Run<UpdateKernel<TRule, TWatching, T>, T>(ref kernel);
            blocks[block] = kernel.Sums;
        }
    }

    /// <summary>What is not taken in the pass itself: the product with the gradient before, the squares after clipping, the extremes.</summary>
    void Look(GradientClip<T> clip, StepDetail detail, int block, int blocks, ref UpdateSums sums)
    {
        Gradient gradient = _parameter.Gradient;
        ReadOnlySpan<T> values = PartOf(gradient.Values<T>(), block, blocks);
        if (detail > StepDetail.Norm && gradient.Previous is { IsEmpty: false } previous)
        {
            bool byRows = gradient.IsRowSparse || previous.IsRowSparse;
            var dot = new PairedDot<T>
            {
                Gradient = values, Previous = PartOf(previous.Values<T>(), block, blocks),
                RowLength = byRows ? gradient.RowLength : values.Length, Pairs = byRows ? gradient.Current.PairsWithBefore() : OnePair,
            };
            SimdWidth.Run<PairedDot<T>, T>(ref dot);
            sums.PreviousDot = dot.Sum;
        }
        if (clip.Limits)
        {
            var squares = new SquaresKernel<T> { Gradient = values, Clip = clip };
            SimdWidth.Run<SquaresKernel<T>, T>(ref squares);
            (sums.GradientSquares, sums.ClippedSquares) = (squares.Squares, squares.ClippedSquares); // of one order: the same to the bit where nothing is clipped
        }
        if (detail == StepDetail.Everything)
        {
            var extremes = new ExtremesKernel<T> { Gradient = values };
            SimdWidth.Run<ExtremesKernel<T>, T>(ref extremes);
            (sums.GradientLargest, sums.Zeros) = (extremes.Largest, extremes.Zeros);
        }
    }

    static Span<T> PartOf(Span<T> all, int block, int blocks)
    {
        int length = all.Length / blocks;
        return all.Slice(block * length, length);
    }
}
