namespace Unfold.Inspection;

/// <summary>Loops that tick by themselves.</summary>
public static class InspectorLoops
{
    /// <summary>The items, with a tick of the inspector between them and after the last.</summary>
    /// <remarks>
    /// An item may be an epoch or a block of batches: an "epoch" is whatever lies between two ticks, and finer ticks give finer points. A loop
    /// that is left early leaves its last item without a tick.
    /// </remarks>
    /// <param name="inspector">The inspector.</param>
    /// <param name="items">What to loop over.</param>
    public static IEnumerable<T> Iterate<T>(this Inspector inspector, IEnumerable<T> items)
    {
        ArgumentNullException.ThrowIfNull(inspector);
        ArgumentNullException.ThrowIfNull(items);
        return Ticking();

        IEnumerable<T> Ticking()
        {
            foreach (T item in items)
            {
                yield return item;
                inspector.TickEpoch();
            }
        }
    }

    /// <summary>The numbers of the epochs from the inspector's current one up to a count, with a tick after each.</summary>
    /// <param name="inspector">The inspector; a resumed one begins where it was left.</param>
    /// <param name="count">Epochs in all.</param>
    public static IEnumerable<int> Epochs(this Inspector inspector, int count)
    {
        ArgumentNullException.ThrowIfNull(inspector);
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        return inspector.Iterate(Enumerable.Range(inspector.Epoch, Math.Max(0, count - inspector.Epoch)));
    }
}
