namespace Unfold.Reporting;

/// <summary>Names of the gates of recurrent layers: <c>lstm.weight_hh_l0[f]</c> is a parameter's part, <c>mean[f]</c> a statistic's.</summary>
static class GateName
{
    public static bool Is(string name) => name.EndsWith(']') && name.Contains('[');

    /// <summary>The name without its gate.</summary>
    public static string Whole(string name) => Is(name) ? name[..name.LastIndexOf('[')] : name;

    /// <summary>The gate's letter.</summary>
    public static string Letter(string name) => Is(name) ? name[(name.LastIndexOf('[') + 1)..^1] : "";

    /// <summary>The gate in words.</summary>
    public static string Words(string letter) => letter switch
    {
        "i" => "input gate i",
        "f" => "forget gate f",
        "g" => "candidate g",
        "o" => "output gate o",
        "r" => "reset gate r",
        "z" => "update gate z",
        "n" => "candidate n",
        _ => letter,
    };

    /// <summary>The gates that some statistics of one kind were written of: <c>mean[i]</c>, <c>mean[f]</c> give i, f.</summary>
    public static IReadOnlyList<string> Of(IEnumerable<string> statistics, string kind) =>
        [.. statistics.Where(name => Is(name) && Whole(name) == kind).Select(Letter).Distinct(StringComparer.Ordinal)];
}
