using Unfold.Kernels;
using Unfold.Serialization;

namespace Unfold.Optim;

/// <summary>Watches the steps of one parameter: keeps what a step is compared with, and room for its sums, so that a step allocates nothing.</summary>
sealed class StepWatch(Parameter parameter)
{
    readonly UpdateSums[] _sums = new UpdateSums[Math.Max(1, parameter.Blocks.Count)];
    readonly StepSums[] _blocks = new StepSums[parameter.Blocks.Count];
    readonly double?[] _lastSquares = new double?[parameter.Blocks.Count];
    double? _lastSquare;
    bool _divided;

    /// <summary>Where the pass of the step puts its sums: one place for each block, or one for all. Call it before the pass.</summary>
    public Span<UpdateSums> Sums()
    {
        Gradient gradient = parameter.Gradient;
        bool byRows = gradient.IsRowSparse || gradient.Previous is { IsEmpty: false, IsRowSparse: true };
        _divided = _blocks.Length > 0 && !byRows;
        return _sums.AsSpan(0, _divided ? _blocks.Length : 1);
    }

    /// <summary>The step that the pass has made.</summary>
    public ParameterStep Take(long step, double learningRate, double? limit, double scale, StepDetail detail)
    {
        Gradient gradient = parameter.Gradient;
        bool hasPrevious = gradient.Previous is { IsEmpty: false }; // never after a step without a watcher
        long elements = parameter.Shape.Length, moved = gradient.IsRowSparse ? (long)gradient.Rows.Length * gradient.RowLength : elements;
        double? unclipped = limit is null ? scale * scale : null;
        UpdateSums whole = _sums[0];
        for (int i = 1; _divided && i < _blocks.Length; i++) whole.Add(_sums[i]);
        for (int i = 0; i < _blocks.Length; i++)
        {
            if (_divided) _blocks[i] = Tell(detail, parameter.Blocks[i], _sums[i], elements / _blocks.Length, elements / _blocks.Length, unclipped, hasPrevious ? _lastSquares[i] : null);
            _lastSquares[i] = _divided ? _sums[i].GradientSquares : null;
        }
        var told = new ParameterStep
        {
            Parameter = parameter, Step = step, LearningRate = learningRate,
            Whole = Tell(detail, "", whole, elements, moved, unclipped, hasPrevious ? _lastSquare : null),
            Blocks = _divided ? _blocks : default(ReadOnlyMemory<StepSums>),
        };
        _lastSquare = whole.GradientSquares;
        return told;
    }

    /// <summary>Σ g² of the step that the pass has made; what the next step is compared with is kept all the same.</summary>
    public double TakeNorm()
    {
        UpdateSums whole = _sums[0];
        for (int i = 1; _divided && i < _blocks.Length; i++) whole.Add(_sums[i]);
        for (int i = 0; i < _blocks.Length; i++) _lastSquares[i] = _divided ? _sums[i].GradientSquares : null;
        _lastSquare = whole.GradientSquares;
        return whole.GradientSquares;
    }

    /// <summary>Keeps what the next step is compared with, or goes on from it.</summary>
    public void Keep(KeptState state)
    {
        _lastSquare = state.Number("last square", _lastSquare);
        for (int i = 0; i < _lastSquares.Length; i++) _lastSquares[i] = state.Number($"last square {i}", _lastSquares[i]);
    }

    static StepSums Tell(StepDetail detail, string name, in UpdateSums sums, long elements, long moved, double? factor, double? previousSquares)
    {
        bool change = detail != StepDetail.Gradient, everything = detail == StepDetail.Everything;
        return new()
        {
            Name = name, ElementCount = elements, MovedCount = moved,
            GradientNormSquared = sums.GradientSquares,
            ClippedNormSquared = factor is { } known ? known * sums.GradientSquares : sums.ClippedSquares,
            GradientMaxAbs = everything ? sums.GradientLargest : double.NaN,
            ZeroCount = everything ? sums.Zeros + elements - moved : null, NonFiniteCount = sums.NonFinite,
            PreviousDot = previousSquares is null ? null : sums.PreviousDot,
            PreviousNormSquared = previousSquares,
            WeightNormSquared = change ? sums.WeightSquares : double.NaN, UpdateNormSquared = change ? sums.UpdateSquares : double.NaN,
            WeightDotUpdate = change ? sums.WeightDotUpdate : double.NaN, GradientDotUpdate = change ? sums.GradientDotUpdate : double.NaN,
        };
    }
}
