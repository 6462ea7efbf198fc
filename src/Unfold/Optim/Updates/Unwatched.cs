namespace Unfold.Optim;

/// <summary>Nobody looks.</summary>
readonly struct Unwatched : IWatching
{
    public static bool On => false;
}
