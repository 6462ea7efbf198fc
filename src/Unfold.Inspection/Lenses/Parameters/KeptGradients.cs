using System.Numerics;
using Unfold.Serialization;

namespace Unfold.Inspection;

/// <summary>The gradients of a parameter in its last steps; those of a large one folded with random signs into fewer numbers.</summary>
/// <param name="elements">Elements of the parameter.</param>
sealed class KeptGradients(int elements)
{
    /// <summary>Numbers that are kept of a gradient, at most.</summary>
    public const int Most = 4096;

    const int Room = GradientAutocorrelation.Lags + 1;

    readonly double[]?[] _values = new double[Room][];
    readonly double[] _squares = new double[Room];
    readonly long[] _steps = [.. Enumerable.Repeat(-1L, Room)];

    bool Folds => elements > Most;

    /// <summary>Keeps the gradient of a step in the place of the one eleven steps before; returns its squared norm.</summary>
    public double Add(Parameter parameter, long step)
    {
        int at = (int)(step % Room);
        double[] values = _values[at] ??= new double[Math.Min(elements, Most)];
        if (parameter.DType == DType.Float32)
            Read<float>(parameter.Gradient, values);
        else
            Read<double>(parameter.Gradient, values);
        _steps[at] = step;
        return _squares[at] = Sums.Squares<double>(values);
    }

    /// <summary>The squared norm of the gradient of a step; nothing where it is not kept.</summary>
    public double? Squares(long step) => step >= 0 && _steps[step % Room] == step ? _squares[step % Room] : null;

    /// <summary>The product of two gradients that are kept.</summary>
    public double Dot(long step, long other) => Sums.Products<double>(_values[step % Room], _values[other % Room]);

    /// <summary>The spread of the cosine of two gradients that are noise.</summary>
    /// <param name="touched">How many elements are not zero.</param>
    public double Noise(double touched) => Math.Min(1, Math.Sqrt((1 / touched) + (Folds ? 1.0 / Most : 0)));

    /// <summary>Keeps it, or goes on from it.</summary>
    public void Keep(KeptState state)
    {
        state.Fill<double>("squares", _squares);
        state.Fill<long>("steps", _steps);
        for (int at = 0; at < Room; at++)
        {
            if (state.Flag($"kept {at}", _values[at] is not null))
                state.Fill<double>($"gradient {at}", _values[at] ??= new double[Math.Min(elements, Most)]);
            else
                _steps[at] = -1;
        }
    }

    void Read<T>(Gradient gradient, double[] to)
        where T : unmanaged, INumber<T>
    {
        ReadOnlySpan<T> values = gradient.Values<T>();
        if (Folds || gradient.IsRowSparse)
            Array.Clear(to);
        if (!gradient.IsRowSparse)
        {
            Read(values, 0, to);
            return;
        }
        for (int slot = 0; slot < gradient.Rows.Length; slot++)
            Read(values.Slice(slot * gradient.RowLength, gradient.RowLength), gradient.Rows[slot] * gradient.RowLength, to);
    }

    void Read<T>(ReadOnlySpan<T> values, int first, double[] to)
        where T : unmanaged, INumber<T>
    {
        if (!Folds)
        {
            Span<double> place = to.AsSpan(first, values.Length);
            for (int i = 0; i < values.Length; i++)
                place[i] = double.CreateTruncating(values[i]);
            return;
        }
        for (int i = 0; i < values.Length; i++)
        {
            uint drawn = Mixed((uint)(first + i));
            double value = double.CreateTruncating(values[i]);
            to[drawn % Most] += (int)drawn < 0 ? -value : value;
        }
    }

    /// <summary>Bits of a number as good as drawn. Source: the last mix of MurmurHash3 (A. Appleby, 2011).</summary>
    static uint Mixed(uint x)
    {
        x = (x ^ (x >> 16)) * 0x85EBCA6B;
        x = (x ^ (x >> 13)) * 0xC2B2AE35;
        return x ^ (x >> 16);
    }
}
