using System.Numerics;

namespace Unfold.Kernels;

/// <summary>A <see cref="WeightFactor{T}"/> in pinned memory.</summary>
readonly unsafe struct PinnedFactor<T>(T* rows, nint stride, int width, T* gradient, bool accumulate, T* room, T* initial, bool reverse, PinnedSteps steps)
    where T : unmanaged, IFloatingPointIeee754<T>
{
    const long NearBytes = 256 * 1024; // of rows that a second-level cache holds beside what they are multiplied by

    public readonly int Width = width;

    public T* Room => room;

    public bool Accumulate => accumulate;

    /// <summary>Some columns of some rows as the left operand of a product: where they lie, if that is in one place and near, or packed.</summary>
    /// <param name="column">The first column.</param>
    /// <param name="columns">How many.</param>
    /// <param name="row">The first packed row of the layer.</param>
    /// <param name="depth">How many.</param>
    /// <param name="room">[columns, depth]: for those that are packed.</param>
    public LeftRows<T> Left<TSimd, TVector>(nint column, nint columns, nint row, nint depth, T* room)
        where TSimd : struct, ISimd<TVector, T>
        where TVector : struct
    {
        T* first = depth * stride * sizeof(T) <= NearBytes ? InOnePlace(row, depth) : null;
        if (first != null) return new(new MatrixView<T>(first + column, 1, stride));
        Pack<TSimd, TVector>(column, columns, row, depth, room);
        return new(room, depth);
    }

    /// <summary>Where the factors of some rows begin, if they lie one after the other; or null.</summary>
    T* InOnePlace(nint row, nint depth)
    {
        if (initial == null) return rows + (row * stride);
        T* first = null;
        int step = StepOf(row);
        for (nint done = 0; done < depth; step++)
        {
            int before = reverse ? step + 1 : step - 1;
            nint from = row + done - steps.Offsets[step], until = Math.Min(steps.Active[step], from + depth - done);
            if (before < 0 || before >= steps.Steps || steps.Active[before] < until) return null;
            T* some = rows + ((steps.Offsets[before] + from) * stride);
            if (done == 0) first = some;
            if (some != first + (done * stride)) return null;
            done += until - from;
        }

        return first;
    }

    /// <summary>Packs some columns of some rows: depth after depth within six columns.</summary>
    void Pack<TSimd, TVector>(nint column, nint columns, nint row, nint depth, T* destination)
        where TSimd : struct, ISimd<TVector, T>
        where TVector : struct
    {
        if (initial == null)
        {
            GemmBlock<TSimd, TVector, T>.PackLeft(new MatrixView<T>(rows + (row * stride) + column, 1, stride), columns, depth, destination, depth);
            return;
        }

        int step = StepOf(row);
        for (nint done = 0; done < depth; step++)
        {
            int before = reverse ? step + 1 : step - 1;
            nint running = before >= 0 && before < steps.Steps ? Math.Min(steps.Active[before], steps.Active[step]) : 0;
            nint from = row + done - steps.Offsets[step], until = Math.Min(steps.Active[step], from + depth - done), ended = Math.Clamp(running, from, until);
            if (ended > from)
                Segment<TSimd, TVector>(rows + ((steps.Offsets[before] + from) * stride) + column, stride, columns, ended - from, done, destination, depth);
            if (until > ended)
                Segment<TSimd, TVector>(initial + (ended * Width) + column, Width, columns, until - ended, done + ended - from, destination, depth);
            done += until - from;
        }
    }

    static void Segment<TSimd, TVector>(T* source, nint sourceStride, nint columns, nint some, nint done, T* destination, nint depth)
        where TSimd : struct, ISimd<TVector, T>
        where TVector : struct => GemmBlock<TSimd, TVector, T>.PackLeft(new MatrixView<T>(source, 1, sourceStride), columns, some, destination, depth, done);

    /// <summary>The step a packed row belongs to.</summary>
    int StepOf(nint row)
    {
        int low = 0, high = steps.Steps - 1;
        while (low < high)
        {
            int middle = (low + high + 1) / 2;
            if (steps.Offsets[middle] <= row) low = middle;
            else high = middle - 1;
        }

        return low;
    }

    /// <summary>Adds some rows to those that are asked for: what a row's state was lies about as far on as the row itself.</summary>
    public void AddTo(ref RowsAhead ahead, nint column, nint columns, nint row, nint count) => ahead.Add(rows + (row * stride) + column, stride, columns, count);

    /// <summary>room = the gradient, transposed, for some of its columns and rows, where it is added to; or zeros, where nothing will be.</summary>
    public void Begin(nint column, nint columns, nint first, nint count, nint all, bool cleared)
    {
        if (!accumulate && !cleared) return;
        for (nint i = column; i < column + columns; i++)
        {
            for (nint j = first; j < first + count; j++)
                room[(i * all) + j] = accumulate ? gradient[(j * Width) + i] : T.Zero;
        }
    }

    /// <summary>The gradient = room, transposed.</summary>
    public void Save(nint column, nint columns, nint first, nint count, nint all)
    {
        const int Side = 16, Ahead = 16; // rows of the room lie in different pages, which the processor does not look ahead into
        for (nint j0 = first; j0 < first + count; j0 += Side)
        {
            nint end = Math.Min(j0 + Side, first + count);
            for (nint i = column; i < column + columns; i++)
            {
                Cache.Prefetch(room + ((i + Ahead) * all) + j0);
                Cache.Prefetch(room + ((i + Ahead) * all) + end - 1);
                for (nint j = j0; j < end; j++)
                    gradient[(j * Width) + i] = room[(i * all) + j];
            }
        }
    }
}
