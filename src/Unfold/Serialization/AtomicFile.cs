using System.Text;

namespace Unfold.Serialization;

/// <summary>Writes a file so that at every moment either the old content or the new stands under its name, whole.</summary>
public static class AtomicFile
{
    /// <summary>Writes UTF-8 text.</summary>
    /// <exception cref="DataException">The folder or the file cannot be written.</exception>
    public static void WriteText(string path, string text) => Write(path, stream => stream.Write(Encoding.UTF8.GetBytes(text)));

    /// <summary>
    /// Lets <paramref name="write"/> fill a temporary file beside the target, forces it to the disk and gives it the
    /// target's name. On any error the target is as it was and the temporary file is gone.
    /// </summary>
    /// <exception cref="DataException">The folder or the file cannot be written.</exception>
    public static void Write(string path, Action<Stream> write)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        ArgumentNullException.ThrowIfNull(write);
        string temporary = path + ".part";
        try
        {
            try
            {
                using (var stream = new FileStream(temporary, FileMode.Create, FileAccess.Write, FileShare.None, 1 << 16))
                {
                    write(stream);
                    stream.Flush(flushToDisk: true);
                }
                File.Move(temporary, path, overwrite: true);
            }
            catch
            {
                File.Delete(temporary);
                throw;
            }
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new DataException($"{path}: expected a file that can be written, got: {error.Message} Check that the folder exists, that you may write to it and that the disk has room.", error);
        }
    }
}
