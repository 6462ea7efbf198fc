using System.Runtime.InteropServices;

namespace Unfold.Training;

/// <summary>Rows of mostly zeros, held by rows and, once it is asked for, by columns as well.</summary>
/// <remarks>Work is divided into blocks of fixed size whose results are written apart or summed in order, so that the number of threads does not change a bit.</remarks>
sealed class SparseMatrix
{
    public const int BlockRows = 256;
    const int BlockColumns = 4096;
    readonly int[] _starts, _columns;
    readonly float[] _values;
    int[]? _columnStarts, _rows;
    float[]? _columnValues;

    SparseMatrix(int columns, int[] starts, int[] columnOf, float[] values) => (Columns, _starts, _columns, _values) = (columns, starts, columnOf, values);

    public int Rows => _starts.Length - 1;

    public int Columns { get; }

    /// <summary>Makes rows of texts or the like, several at a time.</summary>
    /// <param name="rows">How many.</param>
    /// <param name="columns">How wide.</param>
    /// <param name="fill">Adds the columns of a row and their values to two lists; called from several threads.</param>
    /// <param name="cancellation">Looked at before each row.</param>
    public static SparseMatrix Build(int rows, int columns, Action<int, List<int>, List<float>> fill, CancellationToken cancellation)
    {
        int blocks = (rows + BlockRows - 1) / BlockRows;
        var parts = new (int[] Columns, float[] Values)[blocks];
        var starts = new int[rows + 1];
        InBlocks(blocks, block =>
        {
            List<int> ids = [];
            List<float> values = [];
            for (int row = block * BlockRows; row < Math.Min(rows, (block + 1) * BlockRows); row++)
            {
                cancellation.ThrowIfCancellationRequested();
                int before = ids.Count;
                fill(row, ids, values);
                starts[row + 1] = ids.Count - before;
            }
            parts[block] = ([.. ids], [.. values]);
        }, cancellation);
        for (int row = 0; row < rows; row++) starts[row + 1] = checked(starts[row] + starts[row + 1]);
        var columnOf = new int[starts[rows]];
        var all = new float[starts[rows]];
        for (int block = 0; block < blocks; block++)
        {
            parts[block].Columns.CopyTo(columnOf, starts[block * BlockRows]);
            parts[block].Values.CopyTo(all, starts[block * BlockRows]);
            parts[block] = default;
        }
        return new SparseMatrix(columns, starts, columnOf, all);
    }

    public ReadOnlySpan<int> ColumnsOf(int row) => _columns.AsSpan(_starts[row].._starts[row + 1]);

    public ReadOnlySpan<float> ValuesOf(int row) => _values.AsSpan(_starts[row].._starts[row + 1]);

    /// <summary>The rows of those numbers.</summary>
    public SparseMatrix Take(int[] rows, CancellationToken cancellation) => Build(rows.Length, Columns, (row, ids, values) =>
    {
        ids.AddRange(ColumnsOf(rows[row]));
        values.AddRange(ValuesOf(rows[row]));
    }, cancellation);

    /// <summary>result[row, k] = Σ_f value(row, f) · w[f, k]. Shapes: w <c>[Columns, width]</c>, one row's result <c>[width]</c>.</summary>
    public void Multiply(int row, ReadOnlySpan<float> w, Span<double> result)
    {
        ReadOnlySpan<int> columns = ColumnsOf(row);
        ReadOnlySpan<float> values = ValuesOf(row);
        if (result.Length == 1)
        {
            double sum = 0;
            for (int i = 0; i < columns.Length; i++) sum += values[i] * w[columns[i]];
            result[0] = sum;
            return;
        }
        result.Clear();
        for (int i = 0; i < columns.Length; i++)
        {
            ReadOnlySpan<float> weights = w.Slice(columns[i] * result.Length, result.Length);
            for (int k = 0; k < weights.Length; k++) result[k] += values[i] * weights[k];
        }
    }

    /// <summary>gradient[f, k] = Σ_row value(row, f) · slopes[row, k].</summary>
    public void MultiplyTransposed(double[] slopes, int width, double[] gradient, CancellationToken cancellation = default)
    {
        Transpose(cancellation);
        InBlocks((Columns + BlockColumns - 1) / BlockColumns, block =>
        {
            int end = Math.Min(Columns, (block + 1) * BlockColumns);
            for (int column = block * BlockColumns; column < end; column++)
            {
                ReadOnlySpan<int> rows = _rows.AsSpan(_columnStarts![column].._columnStarts[column + 1]);
                ReadOnlySpan<float> values = _columnValues.AsSpan(_columnStarts[column].._columnStarts[column + 1]);
                if (width == 1)
                {
                    double sum = 0;
                    for (int i = 0; i < rows.Length; i++) sum += values[i] * slopes[rows[i]];
                    gradient[column] = sum;
                    continue;
                }
                Span<double> sums = gradient.AsSpan(column * width, width);
                sums.Clear();
                for (int i = 0; i < rows.Length; i++)
                {
                    ReadOnlySpan<double> slope = slopes.AsSpan(rows[i] * width, width);
                    for (int k = 0; k < slope.Length; k++) sums[k] += values[i] * slope[k];
                }
            }
        }, cancellation);
    }

    /// <summary>Does blocks on as many threads as the calling one may use; cancellation is looked at before each.</summary>
    public static void InBlocks(int blocks, Action<int> body, CancellationToken cancellation = default)
    {
        try
        {
            Parallel.For(0, blocks, new ParallelOptions { MaxDegreeOfParallelism = Execution.Threads, CancellationToken = cancellation }, body);
        }
        catch (AggregateException several)
        {
            System.Runtime.ExceptionServices.ExceptionDispatchInfo.Throw(several.InnerExceptions[0]);
        }
    }

    void Transpose(CancellationToken cancellation)
    {
        if (_rows is not null) return;
        var starts = new int[Columns + 1];
        foreach (int column in _columns) starts[column + 1]++;
        for (int column = 0; column < Columns; column++) starts[column + 1] += starts[column];
        (int[] next, int[] rows, float[] values) = (starts[..Columns], new int[_columns.Length], new float[_columns.Length]);
        for (int row = 0; row < Rows; row++)
        {
            if ((row & 0xFF) == 0) cancellation.ThrowIfCancellationRequested();
            for (int i = _starts[row]; i < _starts[row + 1]; i++)
            {
                ref int place = ref next[_columns[i]];
                (rows[place], values[place]) = (row, _values[i]);
                place++;
            }
        }
        (_columnStarts, _columnValues, _rows) = (starts, values, rows);
    }
}
