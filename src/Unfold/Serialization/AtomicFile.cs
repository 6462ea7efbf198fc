using System.Text;

namespace Unfold.Serialization;

/// <summary>Writes a file so that at every moment, power loss included, either the old content or the new stands under its name, whole.</summary>
public static class AtomicFile
{
    /// <summary>What the name of a file ends in that is not whole yet.</summary>
    internal const string Unfinished = ".part";

    /// <summary>Writes UTF-8 text.</summary>
    /// <exception cref="DataException">The folder or the file cannot be written.</exception>
    public static void WriteText(string path, string text) => Write(path, stream => stream.Write(Encoding.UTF8.GetBytes(text)));

    /// <summary>
    /// Lets <paramref name="write"/> fill a temporary file beside the target, forces it to the disk, gives it the target's
    /// name, and forces that to the disk too. On any error the target is as it was and the temporary file is gone.
    /// </summary>
    /// <param name="path">The target.</param>
    /// <param name="write">Fills the file.</param>
    /// <param name="disk">Where it is. <value>Default: <see cref="Disk.Real"/>.</value></param>
    /// <param name="durable">
    /// Whether to wait for the disk. Where not, the file is whole for everybody who opens it, but a power loss soon after may leave it damaged: for a file that
    /// carries a checksum and takes no other's place. <value>Default: true.</value>
    /// </param>
    /// <exception cref="DataException">The folder or the file cannot be written.</exception>
    public static void Write(string path, Action<Stream> write, IDisk? disk = null, bool durable = true)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        ArgumentNullException.ThrowIfNull(write);
        disk ??= Disk.Real;
        string temporary = path + Unfinished;
        try
        {
            try
            {
                using (Stream stream = disk.Create(temporary))
                {
                    write(stream);
                    if (durable) disk.Sync(stream);
                }
                disk.Rename(temporary, path);
                if (durable) disk.SyncFolder(Path.GetDirectoryName(path) ?? "");
            }
            catch
            {
                disk.Delete(temporary);
                throw;
            }
        }
        catch (Exception error) when (Disk.IsFault(error))
        {
            throw new DataException($"{path}: expected a file that can be written, got: {error.Message} Check that the folder exists, that you may write to it and that the disk has room.", error);
        }
    }
}
