using System.Numerics;

namespace Unfold.Inspection;

/// <summary>A sum of a parameter's gradients; where they are row-sparse, only touched rows are held.</summary>
sealed class GradientSum(Parameter parameter)
{
    readonly Dictionary<int, double[]> _rows = [];
    readonly Stack<double[]> _spare = [];

    public void Clear()
    {
        foreach (double[] row in _rows.Values)
            _spare.Push(row);
        _rows.Clear();
    }

    /// <summary>Adds the gradient as it stands; gives its squared norm.</summary>
    public double Add<T>()
        where T : unmanaged, INumberBase<T>
    {
        Gradient gradient = parameter.Gradient;
        ReadOnlySpan<T> values = gradient.Values<T>();
        int width = gradient.IsRowSparse ? gradient.RowLength : values.Length; // a dense one is a single row
        double squares = 0;
        for (int slot = 0; slot < values.Length / width; slot++)
        {
            double[] row = Row(gradient.IsRowSparse ? gradient.Rows[slot] : -1, width);
            ReadOnlySpan<T> from = values.Slice(slot * width, width);
            for (int i = 0; i < row.Length; i++)
            {
                double value = double.CreateTruncating(from[i]);
                row[i] += value;
                squares += value * value;
            }
        }
        return squares;
    }

    /// <summary>The squared norm of the sum.</summary>
    public double Squares()
    {
        double squares = 0;
        foreach (double[] row in _rows.Values)
            squares += RowMath.Dot(row, row);
        return squares;
    }

    double[] Row(int index, int width)
    {
        if (_rows.TryGetValue(index, out double[]? row))
            return row;
        if (_spare.TryPop(out row) && row.Length == width)
            Array.Clear(row);
        else
            row = new double[width];
        _rows.Add(index, row);
        return row;
    }
}
