using Unfold.Inspection;

namespace Unfold.Cli;

/// <summary>Where runs go when nobody says where, and how their places are told.</summary>
static class RunPaths
{
    /// <summary><c>runs/NAME</c>, or the first of <c>runs/NAME-2</c>, <c>runs/NAME-3</c>, … that is not there; it is made, and no other process gets it.</summary>
    public static string New(string name) => Path.Combine("runs", First(name, candidate => RunLock.TryClaim(Path.Combine("runs", candidate))));

    /// <summary>The name for a folder inside another one, or the first of <c>NAME-2</c>, <c>NAME-3</c>, … that is neither there nor taken.</summary>
    public static string Free(string home, string name, HashSet<string> taken) => First(name, candidate => !Path.Exists(Path.Combine(home, candidate)) && taken.Add(candidate));

    /// <summary>The command that goes on in a folder.</summary>
    public static string GoOn(string verb, string folder, string? dataFolder) =>
        $"unfold {verb} --out {Typed(folder)}{(dataFolder is null ? "" : $" --data-dir {Typed(dataFolder)}")} --resume";

    static string First(string name, Func<string, bool> isFree)
    {
        string safe = string.Concat(name.Select(c => char.IsLetterOrDigit(c) || c is '-' or '_' or '.' or '=' ? c : '-'));
        string free = safe;
        for (int i = 2; !isFree(free); i++) free = $"{safe}-{i}";
        return free;
    }

    /// <summary>A path as it is typed.</summary>
    public static string Typed(string path) => path.All(letter => char.IsLetterOrDigit(letter) || letter is '/' or '\\' or ':' or '.' or '-' or '_' or '=') ? path : $"\"{path}\"";
}
