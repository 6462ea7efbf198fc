namespace Unfold.Kernels;

/// <summary>What a tile does at a panel of B besides multiplying by it, as a type, so that the compiler drops what is not done.</summary>
interface IPanelVisit
{
    /// <summary>Whether the next panel is prefetched, so that it comes from a farther cache or memory while other rows pass by this one.</summary>
    static abstract bool Prefetches { get; }

    /// <summary>Whether the panel lies unpacked in a matrix and is copied to where the next tiles find it, row after row.</summary>
    static abstract bool Packs { get; }
}

readonly struct PlainVisit : IPanelVisit
{
    public static bool Prefetches => false;

    public static bool Packs => false;
}

/// <summary>The first at a packed panel.</summary>
readonly struct PrefetchingVisit : IPanelVisit
{
    public static bool Prefetches => true;

    public static bool Packs => false;
}

/// <summary>The first at a panel that is not packed yet.</summary>
readonly struct PackingVisit : IPanelVisit
{
    public static bool Prefetches => true;

    public static bool Packs => true;
}
