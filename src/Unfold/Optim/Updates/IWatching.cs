namespace Unfold.Optim;

/// <summary>Whether the update pass takes statistics: a type argument, so that the unwatched pass is compiled without them.</summary>
interface IWatching
{
    static abstract bool On { get; }
}
