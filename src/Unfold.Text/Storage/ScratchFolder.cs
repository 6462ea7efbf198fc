using Unfold.Serialization;

namespace Unfold.Text;

/// <summary>A place on the disk for rows and numbers that memory need not hold: files that nobody else sees.</summary>
/// <remarks>
/// A file loses its name as soon as it is open, so nothing of it is left however the process ends, <c>kill -9</c> included (Windows removes it with its last handle).
/// What was read into it can be read until the folder is disposed of; then an <see cref="ObjectDisposedException"/> says so. A folder in memory (tmpfs) saves none.
/// </remarks>
public sealed class ScratchFolder : IDisposable
{
    readonly Func<string, FileStream> _create;
    readonly List<ScratchFile> _files = [];
    bool _disposed;

    /// <summary>Names the folder; nothing is written yet.</summary>
    /// <param name="path">A folder that exists. <value>Default: that of temporary files, which <c>TMPDIR</c> names.</value></param>
    public ScratchFolder(string? path = null)
        : this(path, Create)
    {
    }

    internal ScratchFolder(string? path, Func<string, FileStream> create) => (Path, _create) = (path ?? System.IO.Path.GetTempPath(), create);

    /// <summary>The folder.</summary>
    public string Path { get; }

    /// <summary>Bytes that its files have on the disk.</summary>
    public long Bytes
    {
        get
        {
            lock (_files) return _files.Sum(file => file.Length);
        }
    }

    /// <summary>Another one in the same place, whose files can be given back sooner.</summary>
    public ScratchFolder Another() => new(Path, _create);

    /// <summary>Gives the disk back what the files took.</summary>
    public void Dispose()
    {
        lock (_files)
        {
            _disposed = true;
            foreach (ScratchFile file in _files) file.Dispose();
            _files.Clear();
        }
    }

    /// <exception cref="DataException">The folder cannot be written.</exception>
    internal ScratchFile Create()
    {
        lock (_files)
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            string path = System.IO.Path.Combine(Path, $".scratch-{Environment.ProcessId}-{Guid.NewGuid():N}");
            try
            {
                var file = new ScratchFile(_create(path), Path);
                _files.Add(file);
                return file;
            }
            catch (Exception error) when (Disk.IsFault(error))
            {
                throw ScratchFile.Fault(Path, error);
            }
        }
    }

    static FileStream Create(string path)
    {
        bool windows = OperatingSystem.IsWindows();
        var file = new FileStream(path, new FileStreamOptions
        {
            Mode = FileMode.CreateNew, Access = FileAccess.ReadWrite, Share = windows ? FileShare.None : FileShare.Delete, BufferSize = 1 << 18,
            Options = windows ? FileOptions.DeleteOnClose : FileOptions.None,
        });
        if (!windows) File.Delete(path);
        return file;
    }
}
