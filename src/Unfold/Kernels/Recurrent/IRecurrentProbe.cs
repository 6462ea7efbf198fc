using System.Numerics;

namespace Unfold.Kernels;

/// <summary>Watches back-propagation through time. Called from any thread; different blocks at the same time, the steps of one block in order.</summary>
interface IRecurrentProbe
{
    /// <summary>The whole gradient of the loss by the outputs of one block at one step, before it passes back through the cell.</summary>
    /// <param name="step">The time step.</param>
    /// <param name="firstSequence">Sorted position of the block's first sequence; the following rows are the next sequences.</param>
    /// <param name="units">Elements of a row of <paramref name="gradient"/>.</param>
    /// <param name="gradient">[rows, units], only the sequences running at this step.</param>
    void OnStep<T>(int step, int firstSequence, int units, ReadOnlySpan<T> gradient)
        where T : unmanaged, IFloatingPointIeee754<T>;

    /// <summary>Where there is a cell: what passes through it to the step before, laid out like the gradient of the outputs.</summary>
    void OnCell<T>(int step, int firstSequence, int units, ReadOnlySpan<T> gradient)
        where T : unmanaged, IFloatingPointIeee754<T>;
}

/// <summary>Nobody watches: the calls compile to nothing.</summary>
readonly struct NoProbe : IRecurrentProbe
{
    public void OnStep<T>(int step, int firstSequence, int units, ReadOnlySpan<T> gradient)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
    }

    public void OnCell<T>(int step, int firstSequence, int units, ReadOnlySpan<T> gradient)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
    }
}
