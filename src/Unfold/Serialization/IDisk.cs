namespace Unfold.Serialization;

/// <summary>The few things that a durable write is made of, in the order they are done.</summary>
/// <remarks>Everything that has to survive a crash goes through one of these calls, so that a test can stop after each of them, or let one fail.</remarks>
public interface IDisk
{
    /// <summary>Makes a folder where there is none, and its name safe.</summary>
    void CreateFolder(string path);

    /// <summary>A new empty file, in the place of one that is there.</summary>
    Stream Create(string path);

    /// <summary>Writes what is buffered and waits until the file's bytes are on the disk.</summary>
    void Sync(Stream file);

    /// <summary>Gives a file another name at once; one that has it already is gone.</summary>
    void Rename(string from, string to);

    /// <summary>Waits until the names in a folder are on the disk.</summary>
    void SyncFolder(string path);

    /// <summary>Removes a file; none there is none to remove.</summary>
    void Delete(string path);

    /// <summary>The names of the files in a folder, without it; none where there is no such folder.</summary>
    IReadOnlyList<string> Files(string folder);

    /// <summary>A file to be read.</summary>
    Stream Open(string path);
}
