using System.Security.Cryptography;

namespace Unfold.Training;

/// <summary>Tells whether a file is the one that a run has read.</summary>
static class Fingerprint
{
    /// <summary><c>sha256:…</c></summary>
    public static string Of(string path)
    {
        using FileStream stream = File.OpenRead(path);
        return $"sha256:{Convert.ToHexStringLower(SHA256.HashData(stream))}";
    }
}
