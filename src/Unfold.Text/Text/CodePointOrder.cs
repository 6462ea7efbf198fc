namespace Unfold.Text;

/// <summary>Compares strings by code point, the order in which Python sorts.</summary>
/// <remarks>
/// .NET's ordinal order compares UTF-16 units, which puts the surrogates of U+10000 and above before U+E000..U+FFFF.
/// Where the first differing units are both at least U+D800, surrogates are moved behind the rest.
/// </remarks>
sealed class CodePointOrder : IComparer<string>
{
    public static CodePointOrder Instance { get; } = new();

    public int Compare(string? x, string? y)
    {
        if (x is null || y is null) return (x is null ? 0 : 1) - (y is null ? 0 : 1);
        int same = x.AsSpan().CommonPrefixLength(y);
        if (same == x.Length || same == y.Length) return x.Length - y.Length;
        return Rank(x[same]) - Rank(y[same]);
    }

    static int Rank(char c) => char.IsSurrogate(c) ? c + 0x10000 : c;
}
