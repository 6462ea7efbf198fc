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

    public double? LastGradientSquares { get; set; }

    public IReadOnlyList<string> StateNames { get; }

    public void AddSquares(double? limit, ref double squares, ref double clipped)
    {
        var kernel = new SquaresKernel<T> { Gradient = _parameter.Gradient.Values<T>(), Clip = new GradientClip<T>(limit, 1) };
        SimdWidth.Run<SquaresKernel<T>, T>(ref kernel);
        squares += kernel.Squares;
        clipped += kernel.ClippedSquares;
    }

    public void Apply(double learningRate, double weightDecay, double? limit, double scale, bool watch, ref UpdateSums sums)
    {
        TRule rule = _makeRule(new RuleInputs(learningRate, weightDecay, Steps + 1));
        Gradient gradient = _parameter.Gradient;
        if (gradient.IsRowSparse) _late?.BeforeRows(rule, gradient.Rows);
        else _late?.BeforeAll(rule);
        Steps++;
        var clip = new GradientClip<T>(limit, scale);
        if (watch) Move<Watched>(rule, clip, ref sums);
        else Move<Unwatched>(rule, clip, ref sums);
        if (gradient.IsRowSparse) _late?.AfterRows(rule, learningRate, gradient.Rows);
    }

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

    void Move<TWatching>(TRule rule, GradientClip<T> clip, ref UpdateSums sums)
        where TWatching : struct, IWatching
    {
        Gradient gradient = _parameter.Gradient;
        GradientBuffer? previous = TWatching.On && gradient.Previous is { IsEmpty: false } kept ? kept : null;
        ReadOnlySpan<T> previousValues = previous is null ? [] : previous.Values<T>();
        Span<T> weights = _parameter.Raw.Span<T>();
        ReadOnlySpan<T> values = gradient.Values<T>();
        if (!gradient.IsRowSparse && previous is not { IsRowSparse: true })
        {
            Run<TWatching>(rule, clip, weights, _first, _second, values, previousValues, ref sums);
            return;
        }
        int length = gradient.RowLength;
        int rows = gradient.IsRowSparse ? gradient.Rows.Length : values.Length / length;
        for (int slot = 0; slot < rows; slot++)
        {
            int row = gradient.IsRowSparse ? gradient.Rows[slot] : slot;
            int before = previous is null ? -1 : previous.IsRowSparse ? previous.SlotOf(row) : row;
            int start = row * length;
            Run<TWatching>(
                rule, clip, weights.Slice(start, length),
                TRule.States > 0 ? _first.AsSpan(start, length) : [],
                TRule.States > 1 ? _second.AsSpan(start, length) : [],
                values.Slice(slot * length, length),
                before < 0 ? [] : previousValues.Slice(before * length, length), ref sums);
        }
    }

    static void Run<TWatching>(TRule rule, GradientClip<T> clip, Span<T> weights, Span<T> first, Span<T> second, ReadOnlySpan<T> gradient, ReadOnlySpan<T> previous, ref UpdateSums sums)
        where TWatching : struct, IWatching
    {
        var kernel = new UpdateKernel<TRule, TWatching, T> { Rule = rule, Clip = clip, Weights = weights, First = first, Second = second, Gradient = gradient, Previous = previous };
        kernel.Sums = sums;
        SimdWidth.Run<UpdateKernel<TRule, TWatching, T>, T>(ref kernel);
        sums = kernel.Sums;
    }
}
