using Unfold.Inspection;

namespace Unfold.Cli;

/// <summary>Where runs go when nobody says where.</summary>
static class RunPaths
{
    /// <summary><c>runs/NAME</c>, or the first of <c>runs/NAME-2</c>, <c>runs/NAME-3</c>, … that is not there.</summary>
    public static string New(string name)
    {
        return Unused("runs", name);
    }

    /// <summary>The folder of that name in another one, or the first of <c>NAME-2</c>, <c>NAME-3</c>, … that is not there; it is made, and no other process gets it.</summary>
    public static string Unused(string home, string name)
    {
        string safe = string.Concat(name.Select(c => char.IsLetterOrDigit(c) || c is '-' or '_' or '.' or '=' ? c : '-'));
        string path = Path.Combine(home, safe);
        for (int i = 2; !RunLock.TryClaim(path); i++) path = Path.Combine(home, $"{safe}-{i}");
        return path;
    }
}
