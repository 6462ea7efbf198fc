namespace Unfold.Kernels;

/// <summary>What a tile does with a panel of B besides multiplying by it, as a type, so that the compiler drops what is not done.</summary>
interface IPanelMeeting
{
    /// <summary>Whether the next panel is asked for, so that it is on its way from a farther cache or memory while other rows pass by this one.</summary>
    static abstract bool Fetches { get; }

    /// <summary>Whether the panel lies in a matrix and is copied to where the next tiles find it row after row.</summary>
    static abstract bool Packs { get; }
}

/// <summary>A panel that is in the first-level cache, or that hardly another tile will meet.</summary>
readonly struct KnownPanel : IPanelMeeting
{
    public static bool Fetches => false;

    public static bool Packs => false;
}

/// <summary>The first meeting with a packed panel.</summary>
readonly struct NewPanel : IPanelMeeting
{
    public static bool Fetches => true;

    public static bool Packs => false;
}

/// <summary>The first meeting with a panel that is not packed yet.</summary>
readonly struct RawPanel : IPanelMeeting
{
    public static bool Fetches => true;

    public static bool Packs => true;
}
