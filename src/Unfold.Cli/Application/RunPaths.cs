namespace Unfold.Cli;

/// <summary>Where runs go when nobody says where.</summary>
static class RunPaths
{
    /// <summary><c>runs/NAME</c>, or the first of <c>runs/NAME-2</c>, <c>runs/NAME-3</c>, … that is not there.</summary>
    public static string New(string name)
    {
        string safe = string.Concat(name.Select(c => char.IsLetterOrDigit(c) || c is '-' or '_' or '.' ? c : '-'));
        string path = Path.Combine("runs", safe);
        for (int i = 2; Directory.Exists(path); i++) path = Path.Combine("runs", $"{safe}-{i}");
        return path;
    }
}
