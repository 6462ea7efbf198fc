namespace Unfold.Text;

/// <summary>Finds a file of word vectors by its name, or by the beginning of its name.</summary>
public static class WordVectorsFile
{
    /// <summary>The path of a file; a name that ends in <c>*</c> is the largest file that begins so: of a full file and a cut-down one, the full one.</summary>
    /// <param name="name">A path; relative to <paramref name="folder"/> where there is one.</param>
    /// <param name="folder">The folder of the known data sets.</param>
    /// <exception cref="DataException">There is no such file.</exception>
    public static string Find(string name, string? folder = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        string path = folder is null ? name : Path.Combine(folder, name);
        string? found = null;
        if (File.Exists(path))
        {
            found = path;
        }
        else if (name.EndsWith('*') && Path.GetDirectoryName(path) is { } home && Directory.Exists(home.Length == 0 ? "." : home))
        {
            found = Directory.EnumerateFiles(home.Length == 0 ? "." : home, Path.GetFileName(path))
                .OrderByDescending(file => new FileInfo(file).Length).ThenBy(file => file, StringComparer.Ordinal).FirstOrDefault();
        }
        return found ?? throw new DataException(
            $"{path}: expected a file of word vectors, got no such file. Fetch one, such as GloVe's glove.6B.zip, put it there unpacked or packed with gzip, or name another file.");
    }
}
