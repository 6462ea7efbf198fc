namespace Unfold.Training;

/// <summary>Decides whether rows are kept in a file.</summary>
static class StoreChoice
{
    /// <summary>Bytes that memory may have for each byte of a table that is read into it: its text twice, the rows, the ids, and what is made of them on the way.</summary>
    const int BytesOfOne = 16;

    /// <summary>Times that a packed table is larger when it is unpacked: texts pack to a third or a quarter.</summary>
    const int Packed = 4;

    /// <summary>Whether tables go into a file: where the recipe says so, or where they are larger than a sixteenth of the memory that the process may use.</summary>
    /// <param name="store">What the recipe says.</param>
    /// <param name="tables">The tables; one that is not there counts nothing.</param>
    public static bool IsFile(DataStore store, IEnumerable<string> tables) =>
        store == DataStore.File || (store == DataStore.Auto && tables.Sum(Bytes) > GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / BytesOfOne);

    static long Bytes(string path)
    {
        var file = new FileInfo(path);
        return !file.Exists ? 0 : path.EndsWith("gz", StringComparison.OrdinalIgnoreCase) ? Packed * file.Length : file.Length;
    }
}
