namespace Unfold.Training;

/// <summary>Gives memory back to the system between the parts of a run: what reading and fitting have left behind is not added to what training needs.</summary>
/// <remarks>
/// A collector that nobody calls lets the process grow by what each part has left, as long as the machine has room. It is asked only where a part has made many objects, a few times
/// in a run, never within a loop: then it takes a few hundredths of a second.
/// </remarks>
sealed class UnusedMemory
{
    const long WorthIt = 256L << 20;
    long _allocated = GC.GetAllocatedBytesForCurrentThread();

    /// <summary>A part of the run is over.</summary>
    public void GiveBack()
    {
        Tape.Release();
        long allocated = GC.GetAllocatedBytesForCurrentThread();
        if (allocated - _allocated < WorthIt) return;
        _allocated = allocated;
        GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
    }
}
