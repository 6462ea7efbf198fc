namespace Unfold.Kernels;

/// <summary>Watches an optimizer pass while the numbers are in registers. Weights come out bit for bit the same with and without it.</summary>
interface IUpdateProbe
{
    /// <summary>Whether the pass is compiled with the sums.</summary>
    static abstract bool Watches { get; }

    /// <summary>Receives the sums of one pass.</summary>
    void Take(in UpdateStatistics statistics);
}

/// <summary>Nobody watches: the sums compile to nothing.</summary>
struct NoUpdateProbe : IUpdateProbe
{
    public static bool Watches => false;

    public readonly void Take(in UpdateStatistics statistics)
    {
    }
}

/// <summary>Adds up what the passes over the parts of a parameter saw.</summary>
struct UpdateProbe : IUpdateProbe
{
    public UpdateStatistics Statistics;

    public static bool Watches => true;

    public void Take(in UpdateStatistics statistics) => Statistics.Add(in statistics);
}
