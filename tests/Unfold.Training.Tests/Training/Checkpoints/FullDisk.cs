using Unfold.Serialization;

namespace Unfold.Training.Tests;

/// <summary>The machine's disk, with room for so many files.</summary>
sealed class FullDisk : IDisk
{
    /// <summary>Files that can still be written.</summary>
    public int Room { get; set; }

    public void CreateFolder(string path) => Disk.Real.CreateFolder(path);

    public Stream Create(string path) => Disk.Real.Create(path);

    public void Sync(Stream file)
    {
        if (Room-- <= 0) throw new IOException("No space left on device");
        Disk.Real.Sync(file);
    }

    public void Rename(string from, string to) => Disk.Real.Rename(from, to);

    public void SyncFolder(string path) => Disk.Real.SyncFolder(path);

    public void Delete(string path) => Disk.Real.Delete(path);

    public IReadOnlyList<string> Files(string folder) => Disk.Real.Files(folder);

    public Stream Open(string path) => Disk.Real.Open(path);
}
