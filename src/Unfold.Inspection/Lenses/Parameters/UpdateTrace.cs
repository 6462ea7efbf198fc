using System.Numerics;
using Unfold.Serialization;

namespace Unfold.Inspection;

/// <summary>A parameter's weights and update of the step before, to compare the next update with.</summary>
/// <param name="weights">The weights now, in a copy that is overwritten.</param>
sealed class UpdateTrace(Tensor weights)
{
    readonly double[] _update = new double[weights.Length];
    double _norm;
    long? _step;

    /// <summary>
    /// The cosine of the update to these weights and the one of the step before; nothing where one of them is zero or is not known because a
    /// step between was not seen.
    /// </summary>
    public double? Compare(Tensor now, long step)
    {
        bool known = _step is null || step == _step + 1;
        var (dot, squares) = now.DType == DType.Float32
            ? Exchange(now.Span<float>(), weights.Span<float>())
            : Exchange(now.Span<double>(), weights.Span<double>());
        double norm = Math.Sqrt(squares), scale = norm * _norm;
        (_step, _norm) = (step, known ? norm : 0);
        return known && scale > 0 && double.IsFinite(scale) && double.IsFinite(dot) ? Math.Clamp(dot / scale, -1, 1) : null;
    }

    /// <summary>Keeps it, or goes on from it.</summary>
    public void Keep(KeptState state)
    {
        state.Fill<double>("update", _update);
        if (weights.DType == DType.Float32)
            state.Fill("weights", weights.Span<float>());
        else
            state.Fill("weights", weights.Span<double>());
        _norm = state.Number("norm", _norm);
        long step = state.Number("step", _step ?? -1);
        _step = step < 0 ? null : step;
    }

    (double Dot, double Squares) Exchange<T>(ReadOnlySpan<T> now, Span<T> before)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        (double dot, double squares) = (0, 0);
        for (int i = 0; i < now.Length; i++)
        {
            double update = double.CreateTruncating(now[i]) - double.CreateTruncating(before[i]);
            dot += update * _update[i];
            squares += update * update;
            (_update[i], before[i]) = (update, now[i]);
        }
        return (dot, squares);
    }
}
