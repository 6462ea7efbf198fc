namespace Unfold.Kernels;

/// <summary>Whether the update pass takes statistics: a type argument, so that the unwatched pass is compiled without them.</summary>
interface IWatching
{
    static abstract bool On { get; }
}

/// <summary>Statistics are taken.</summary>
readonly struct Watched : IWatching
{
    public static bool On => true;
}

/// <summary>Nobody looks.</summary>
readonly struct Unwatched : IWatching
{
    public static bool On => false;
}
