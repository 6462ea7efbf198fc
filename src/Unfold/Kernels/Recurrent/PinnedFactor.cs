using System.Numerics;

namespace Unfold.Kernels;

/// <summary>A <see cref="WeightFactor{T}"/> in pinned memory.</summary>
readonly unsafe struct PinnedFactor<T>(T* rows, nint stride, int width, T* gradient, bool accumulate, T* room, T* initial, bool reverse, PinnedSteps steps)
    where T : unmanaged, IFloatingPointIeee754<T>
{

    public readonly int Width = width;

    public T* Room => room;

    public bool Accumulate => accumulate;

    /// <summary>Packs some columns of some rows as the left operand of a product: depth after depth within six columns.</summary>
    public void Pack<TSimd, TVector>(nint column, nint columns, nint row, nint depth, T* destination)
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

    /// <summary>Brings a share of later rows near: what a row's state was lies about as far on as the row itself.</summary>
    public void Prefetch(nint column, nint columns, nint row, nint count, int share, int shares)
    {
        byte* line = (byte*)(rows + ((row + (count * share / shares)) * stride) + column);
        for (nint left = (count * (share + 1) / shares) - (count * share / shares); left > 0; left--, line += stride * sizeof(T))
        {
            for (nint at = 0; at < columns * sizeof(T); at += Cache.LineBytes)
                Cache.PrefetchFar(line + at);
        }
    }

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
