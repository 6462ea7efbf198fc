namespace Unfold.Kernels;

/// <summary>What the update pass adds up on its way: a type argument, so that each pass is compiled with no more than it needs.</summary>
interface IWatching
{
    /// <summary>The squares of the gradient.</summary>
    static abstract bool Gradient { get; }

    /// <summary>Weights and their change.</summary>
    static abstract bool Change { get; }
}

/// <summary>Nobody looks.</summary>
readonly struct Unwatched : IWatching
{
    public static bool Gradient => false;

    public static bool Change => false;
}

/// <summary>Somebody looks at the gradient.</summary>
readonly struct WatchedGradient : IWatching
{
    public static bool Gradient => true;

    public static bool Change => false;
}

/// <summary>Somebody looks at the gradient and at what it does.</summary>
readonly struct WatchedChange : IWatching
{
    public static bool Gradient => true;

    public static bool Change => true;
}
