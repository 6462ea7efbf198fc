using System.Numerics;

namespace Unfold.Kernels;

/// <summary>A product of the rows of one step with weights that belong to all steps: between a layer's inputs and its gates, within the walk over time.</summary>
/// <remarks>
/// What it reads or writes beside the weights is then in the cache of the core that walks, instead of being written to memory for all steps
/// and read again. The numbers are those of one product over all rows.
/// </remarks>
/// <param name="source">[Rows, depth].</param>
/// <param name="depth">Elements of a row of the source.</param>
/// <param name="weights">[depth, columns], packed; null where there is nothing to do.</param>
/// <param name="destination">[Rows, columns], <paramref name="stride"/> apart.</param>
/// <param name="stride">Elements from row to row of the destination.</param>
/// <param name="columns">Elements of a row of the destination.</param>
/// <param name="addend">What it is added to: the destination, one row for all, or null.</param>
/// <param name="addendStride">Elements from row to row of the addend.</param>
readonly unsafe struct StepProduct<T>(T* source, nint depth, T* weights, T* destination, nint stride, nint columns, T* addend, nint addendStride)
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <summary>Elements of a row of the source; none where there is nothing to do.</summary>
    public nint SourceWidth => weights == null ? 0 : depth;

    /// <summary>Elements of a row of the destination; none where there is nothing to do.</summary>
    public nint DestinationWidth => weights == null ? 0 : columns;

    /// <summary>Brings a row of the source near.</summary>
    public void FetchSource(nint row)
    {
        if (weights != null) Cache.PrefetchFar(source + (row * depth), depth);
    }

    /// <summary>Brings a row of the destination near.</summary>
    public void FetchDestination(nint row)
    {
        if (weights != null) Cache.PrefetchFar(destination + (row * stride), columns);
    }

    /// <summary>Makes the packed rows row … row + rows − 1.</summary>
    public void Run<TSimd, TVector>(int rows, nint row)
        where TSimd : struct, ISimd<TVector, T>
        where TVector : struct
    {
        if (weights == null) return;
        var a = new MatrixView<T>(source + (row * depth), depth, 1);
        GemmBlock<TSimd, TVector, T>.MultiplyPacked(
            rows, columns, depth, a, weights, destination + (row * stride), stride, addend == null ? null : addend + (row * addendStride), addendStride);
    }
}
