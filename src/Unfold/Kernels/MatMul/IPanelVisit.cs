namespace Unfold.Kernels;

/// <summary>What a tile does at a panel of B besides multiplying by it, as a type, so that the compiler drops what is not done.</summary>
interface IPanelVisit
{
    /// <summary>Whether a share of the next panel is asked for (<see cref="PanelAhead{T}"/>), so that it comes from a farther cache or memory while rows pass by this one.</summary>
    static abstract bool Fetches { get; }

    /// <summary>Whether the panel lies unpacked in a matrix and is copied to where the next tiles find it, row after row.</summary>
    static abstract bool Packs { get; }
}

readonly struct PlainVisit : IPanelVisit
{
    public static bool Fetches => false;

    public static bool Packs => false;
}

/// <summary>One of the first at a panel.</summary>
readonly struct FetchingVisit : IPanelVisit
{
    public static bool Fetches => true;

    public static bool Packs => false;
}

/// <summary>The first at a panel that is not packed yet.</summary>
readonly struct PackingVisit : IPanelVisit
{
    public static bool Fetches => true;

    public static bool Packs => true;
}
