namespace Unfold.Text;

/// <summary>A file of a data set.</summary>
/// <param name="Path">Its path below the data folder, with forward slashes.</param>
/// <param name="Bytes">Its size.</param>
/// <param name="Sha256">The SHA-256 of its bytes, in lower-case hexadecimal.</param>
/// <param name="Url">Where exactly these bytes can be fetched; none where that is not known for certain.</param>
public sealed record DataFile(string Path, long Bytes, string Sha256, Uri? Url = null)
{
    /// <summary>The path of the file in a data folder.</summary>
    public string In(string dataFolder) => System.IO.Path.Combine(dataFolder, Path.Replace('/', System.IO.Path.DirectorySeparatorChar));
}
