namespace Unfold.Optim;

/// <summary>Statistics are taken.</summary>
readonly struct Watched : IWatching
{
    public static bool On => true;
}
