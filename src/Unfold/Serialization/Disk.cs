using System.Runtime.InteropServices;

namespace Unfold.Serialization;

/// <summary>The machine's own file system.</summary>
public sealed partial class Disk : IDisk
{
    const int BufferSize = 1 << 16;
    const int NotSupported = 22; // EINVAL: what a file system says whose folders need no syncing

    Disk()
    {
    }

    /// <summary>The one there is.</summary>
    public static Disk Real { get; } = new();

    /// <summary>Whether an error is the disk's and not ours: no room, no right to write, a file larger than it may be.</summary>
    public static bool IsFault(Exception error) => error is IOException or UnauthorizedAccessException or ArgumentOutOfRangeException { ParamName: "value" }; // the last is .NET's word for EFBIG

    /// <inheritdoc/>
    public void CreateFolder(string path)
    {
        if (Directory.Exists(path)) return;
        Directory.CreateDirectory(path);
        SyncFolder(Path.GetDirectoryName(Path.TrimEndingDirectorySeparator(path)) ?? "");
    }

    /// <inheritdoc/>
    public Stream Create(string path) => new FileStream(path, FileMode.Create, FileAccess.Write, FileShare.None, BufferSize);

    /// <inheritdoc/>
    public void Sync(Stream file)
    {
        ArgumentNullException.ThrowIfNull(file);
        if (file is FileStream stream) stream.Flush(flushToDisk: true);
        else file.Flush();
    }

    /// <inheritdoc/>
    public void Rename(string from, string to) => File.Move(from, to, overwrite: true);

    /// <summary>Waits until the names in a folder are on the disk: a renamed file is safe only then. Windows does that on its own.</summary>
    /// <exception cref="IOException">The disk did not take them.</exception>
    public void SyncFolder(string path)
    {
        if (OperatingSystem.IsWindows()) return;
        int folder = OpenFolder(path.Length == 0 ? "." : path, flags: 0); // for reading; nothing in .NET opens a folder
        if (folder < 0) throw new IOException($"The folder {path} cannot be opened: {Marshal.GetLastPInvokeErrorMessage()}.");
        int failed = Synchronize(folder) == 0 ? 0 : Marshal.GetLastPInvokeError();
        _ = Close(folder);
        if (failed is not 0 and not NotSupported) throw new IOException($"The folder {path} cannot be synced: {Marshal.GetPInvokeErrorMessage(failed)}.");
    }

    /// <inheritdoc/>
    public void Delete(string path) => File.Delete(path);

    /// <inheritdoc/>
    public IReadOnlyList<string> Files(string folder) => Directory.Exists(folder) ? [.. Directory.EnumerateFiles(folder).Select(path => Path.GetFileName(path))] : [];

    /// <inheritdoc/>
    public Stream Open(string path) => new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete, BufferSize);

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int OpenFolder(string path, int flags);

    [LibraryImport("libc", EntryPoint = "fsync", SetLastError = true)]
    private static partial int Synchronize(int handle);

    [LibraryImport("libc", EntryPoint = "close")]
    private static partial int Close(int handle);
}
