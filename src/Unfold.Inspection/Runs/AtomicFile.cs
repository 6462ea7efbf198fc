using System.Text;

namespace Unfold.Inspection;

/// <summary>Files that are there whole or not at all.</summary>
public static class AtomicFile
{
    /// <summary>Writes UTF-8 text so that a reader, or a crash, meets the old file or the new one.</summary>
    public static void WriteText(string path, string text) => Write(path, stream => stream.Write(Encoding.UTF8.GetBytes(text)));

    /// <summary>Writes through a stream beside the file, then puts it in the file's place.</summary>
    public static void Write(string path, Action<Stream> write)
    {
        string beside = path + ".part";
        try
        {
            using (FileStream stream = new(beside, FileMode.Create, FileAccess.Write, FileShare.None))
            {
                write(stream);
                stream.Flush(flushToDisk: true);
            }
            File.Move(beside, path, overwrite: true);
        }
        catch
        {
            File.Delete(beside);
            throw;
        }
    }
}
