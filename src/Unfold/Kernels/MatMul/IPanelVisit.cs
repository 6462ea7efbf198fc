namespace Unfold.Kernels;

/// <summary>What a tile does at a panel of B besides multiplying by it, as a type, so that the compiler drops what is not done.</summary>
interface IPanelVisit
{
    /// <summary>Whether a share of the next panel is asked for (<see cref="PanelAhead{T}"/>), so that it comes from a farther cache or memory while rows pass by this one.</summary>
    static abstract bool Fetches { get; }

    /// <summary>Whether no other tile takes a share, so that both vectors of a row are asked for at every step of depth.</summary>
    static virtual bool FetchesAlone => false;

    /// <summary>Whether the panel lies unpacked in a matrix and is copied to where the next tiles find it, row after row.</summary>
    static abstract bool Packs { get; }
}

readonly struct PlainVisit : IPanelVisit
{
    public static bool Fetches => false;

    public static bool Packs => false;
}

/// <summary>One of several that ask for the next panel.</summary>
readonly struct FetchingVisit : IPanelVisit
{
    public static bool Fetches => true;

    public static bool Packs => false;
}

/// <summary>The only one with six rows.</summary>
readonly struct LoneFetchingVisit : IPanelVisit
{
    public static bool Fetches => true;

    public static bool FetchesAlone => true;

    public static bool Packs => false;
}

/// <summary>The first at a panel that is not packed yet, and one of several that ask for the next.</summary>
readonly struct PackingVisit : IPanelVisit
{
    public static bool Fetches => true;

    public static bool Packs => true;
}
