namespace Unfold.Text;

/// <summary>Where the data sets are kept.</summary>
public static class DataFolder
{
    /// <summary>The name of the environment variable that names the folder.</summary>
    public const string Variable = "UNFOLD_DATA";

    /// <summary>The folder: the one named, else the one that <c>UNFOLD_DATA</c> names, else the user's cache folder.</summary>
    /// <exception cref="DataException">The folder that was named is not there.</exception>
    public static string Resolve(string? named = null)
    {
        if (!string.IsNullOrEmpty(named)) return Existing(named, "--data-dir");
        string? variable = Environment.GetEnvironmentVariable(Variable);
        return string.IsNullOrEmpty(variable) ? CacheFolder() : Existing(variable, Variable);
    }

    /// <summary>The folder below the user's cache folder; it need not exist yet.</summary>
    public static string CacheFolder()
    {
        if (Environment.GetEnvironmentVariable("XDG_CACHE_HOME") is { Length: > 0 } cache) return Path.Combine(cache, "unfold", "data");
        string home = Environment.GetFolderPath(Environment.SpecialFolder.UserProfile);
        return OperatingSystem.IsWindows() ? Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData), "unfold", "data")
            : OperatingSystem.IsMacOS() ? Path.Combine(home, "Library", "Caches", "unfold", "data")
            : Path.Combine(home, ".cache", "unfold", "data");
    }

    static string Existing(string folder, string from) => Directory.Exists(folder) ? Path.GetFullPath(folder) : throw new DataException(
        $"{folder}: expected the data folder that {from} names, got no such folder. Make it, or correct {from}.");
}
