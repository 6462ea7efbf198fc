namespace Unfold.Inspection;

/// <summary>Holds a folder for one run, so that no other one writes into it at the same time; it ends with the process at the latest, however that ends.</summary>
public sealed class RunLock : IDisposable
{
    const string Name = ".lock";
    readonly FileStream _file;

    RunLock(FileStream file) => _file = file;

    /// <summary>Holds a folder that exists.</summary>
    /// <exception cref="DataException">Another run holds it, or it cannot be written.</exception>
    public static RunLock Take(string folder)
    {
        ArgumentException.ThrowIfNullOrEmpty(folder);
        string path = Path.Combine(folder, Name);
        try
        {
            return new RunLock(new FileStream(path, new FileStreamOptions
            {
                Mode = FileMode.OpenOrCreate, Access = FileAccess.Write, Share = FileShare.None, BufferSize = 0, Options = FileOptions.DeleteOnClose,
            }));
        }
        catch (IOException error) when (File.Exists(path))
        {
            throw new DataException($"Run folder {folder}: expected a folder that no other run writes to, got one that is in use. Wait until that run has ended, or choose another folder with --out.", error);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new DataException($"Run folder {folder}: expected a folder that can be written, got: {error.Message.TrimEnd('.')}. Choose another one with --out.", error);
        }
    }

    /// <summary>Makes a folder unless it is there, for one of all that try at the same time; who gets it may then <see cref="Take"/> it.</summary>
    /// <returns>Whether it was made by this call.</returns>
    public static bool TryClaim(string folder)
    {
        ArgumentException.ThrowIfNullOrEmpty(folder);
        if (Directory.Exists(folder) || File.Exists(folder)) return false;
        string path = Path.Combine(folder, Name);
        try
        {
            Directory.CreateDirectory(folder);
            using var claim = new FileStream(path, FileMode.CreateNew, FileAccess.Write);
            return true;
        }
        catch (IOException) when (File.Exists(path))
        {
            return false;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new DataException($"Run folder {folder}: expected a folder that can be written, got: {error.Message.TrimEnd('.')}. Choose another one with --out.", error);
        }
    }

    /// <summary>Lets others have the folder.</summary>
    public void Dispose() => _file.Dispose();
}
