using System.Numerics;
using Unfold.Serialization;

namespace Unfold;

/// <summary>
/// The gradient of a parameter: dense, or row-sparse where only some rows of a matrix were used (an embedding).
/// </summary>
/// <remarks>
/// Several backward passes add up until an optimizer step consumes the sum: there is nothing to zero by hand, and
/// nothing to forget. After the step the gradient is empty.
/// </remarks>
public sealed class Gradient
{
    readonly Shape _shape;
    readonly DType _dtype;
    readonly RowTable _table;
    GradientBuffer? _aside;
    GradientBuffer? _spare;
    GradientBuffer? _idle; // has been kept and will be kept into again

    internal Gradient(Shape shape, DType dtype)
    {
        (_shape, _dtype, _table) = (shape, dtype, new RowTable(RowsOf(shape)));
        Current = NewBuffer(_table);
    }

    /// <summary>True before the first backward pass and after an optimizer step.</summary>
    public bool IsEmpty => Current.IsEmpty;

    /// <summary>True where only <see cref="Rows"/> are held and all other rows are exactly zero.</summary>
    public bool IsRowSparse => Current.IsRowSparse;

    /// <summary>The touched rows of a row-sparse gradient, each once, in the order of their first touch.</summary>
    public ReadOnlySpan<int> Rows => Current.Rows;

    /// <summary>Elements in a row: the last axis of the parameter.</summary>
    public int RowLength => Current.RowLength;

    /// <summary>The gradient since the last optimizer step.</summary>
    internal GradientBuffer Current { get; private set; }

    /// <summary>The gradient of the step before, where somebody asked to keep it; else null.</summary>
    internal GradientBuffer? Previous { get; private set; }

    /// <summary>
    /// Dense: all elements, row-major. Row-sparse: <see cref="Rows"/>.Length times <see cref="RowLength"/> elements in
    /// the order of <see cref="Rows"/>. Nothing where the gradient is empty.
    /// </summary>
    /// <typeparam name="T"><see cref="float"/> or <see cref="double"/>, as the parameter's DType says.</typeparam>
    public Span<T> Values<T>()
        where T : unmanaged => Current.Values<T>();

    /// <summary>A copy with every element, row-major, zeros where nothing was touched.</summary>
    public double[] ToDoubles() => _dtype == DType.Float32
        ? Array.ConvertAll(ToDense<float>(), x => (double)x)
        : ToDense<double>();

    /// <summary>Forgets what has gathered since the last step: the step does not happen.</summary>
    public void Clear() => Current.Clear();

    /// <summary>Puts what has gathered aside: something else can be differentiated until <see cref="TakeBack"/>.</summary>
    /// <exception cref="InvalidOperationException">Something lies aside already.</exception>
    public void SetAside()
    {
        if (_aside is not null)
            throw new InvalidOperationException("Gradient.SetAside: expected nothing to lie aside, got a second call. Call TakeBack first.");
        (_aside, Current) = (Current, Current.IsEmpty ? Current : _spare ?? NewBuffer(new RowTable(RowsOf(_shape))));
    }

    /// <summary>Forgets what has gathered since <see cref="SetAside"/>, and has back what had gathered before.</summary>
    public void TakeBack()
    {
        Current.Clear();
        if (_aside is null) return;
        if (_aside != Current) _spare = Current;
        (Current, _aside) = (_aside, null);
    }

    /// <summary>All elements, to be overwritten (where <paramref name="fresh"/>) or added to.</summary>
    internal Span<T> Dense<T>(out bool fresh)
        where T : unmanaged => Current.Dense<T>(out fresh);

    /// <summary>One row of a row-sparse gradient, to be added to.</summary>
    internal Span<T> Row<T>(int row)
        where T : unmanaged
    {
        Span<T> values = Current.Touch<T>([row], skipped: -1, out ReadOnlySpan<int> slots);
        return values.Slice(slots[0] * RowLength, RowLength);
    }

    /// <inheritdoc cref="GradientBuffer.Touch"/>
    internal Span<T> Touch<T>(scoped ReadOnlySpan<int> rows, int skipped, out ReadOnlySpan<int> slots)
        where T : unmanaged => Current.Touch<T>(rows, skipped, out slots);

    /// <summary>An optimizer has used the gradient.</summary>
    internal void Consume()
    {
        (Previous, _idle) = (null, null);
        Current.Follow(null);
    }

    /// <summary>An optimizer that is watched has used the gradient.</summary>
    /// <param name="keep">Whether it stays there for one step, by exchanging two buffers: for the cosine of consecutive gradients.</param>
    internal void ConsumeWatched(bool keep)
    {
        _idle = Previous ?? _idle;
        Previous = keep ? Current : null;
        if (keep) (Current, _idle) = (_idle ?? NewBuffer(_table), null);
        Current.Follow(Previous);
    }

    /// <summary>Keeps the gradient of the step before, or goes on from it.</summary>
    internal void Keep(KeptState state)
    {
        if (!state.Flag("there", Previous is { IsEmpty: false })) return;
        bool sparse = state.Flag("rows", Previous?.IsRowSparse ?? false);
        int[] rows = sparse ? state.Array("of", Previous?.Rows.ToArray() ?? []) : [];
        if (_dtype == DType.Float32) Keep<float>(state, sparse, rows);
        else Keep<double>(state, sparse, rows);
    }

    void Keep<T>(KeptState state, bool sparse, int[] rows)
        where T : unmanaged, INumberBase<T>
    {
        if (!state.Restores)
        {
            state.Fill("values", Previous!.Values<T>());
            return;
        }
        GradientBuffer previous = NewBuffer(_table);
        state.Fill("values", sparse ? previous.Touch<T>(rows, skipped: -1, out _) : previous.Dense<T>(out _));
        Previous = previous;
        Current.Follow(Previous);
    }

    static int RowsOf(Shape shape) => shape.Length / Math.Max(1, shape.Columns);

    GradientBuffer NewBuffer(RowTable table) => new(_dtype, _shape.Length, Math.Max(1, _shape.Columns), table);

    T[] ToDense<T>()
        where T : unmanaged
    {
        var dense = new T[_shape.Length];
        ReadOnlySpan<T> values = Values<T>();
        if (!IsRowSparse)
        {
            values.CopyTo(dense);
            return dense;
        }
        for (int slot = 0; slot < Rows.Length; slot++)
        {
            values.Slice(slot * RowLength, RowLength).CopyTo(dense.AsSpan(Rows[slot] * RowLength));
        }
        return dense;
    }
}
