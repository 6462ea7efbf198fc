using System.Diagnostics;

namespace Unfold.Inspection;

/// <summary>Lets probes run as long as there is time for them.</summary>
sealed class ProbeBudget
{
    readonly Dictionary<Lens, long> _lastCost = [];

    public double Share { get; set; } = 0.1;

    public long SpentTicks { get; private set; }

    public void Clear()
    {
        _lastCost.Clear();
        SpentTicks = 0;
    }

    /// <summary>Runs the probes that fit: all of them the first time, and then those whose last run would still be within the budget.</summary>
    public void Run(IEnumerable<Lens> lenses, ProbeRun probe, long stepTicks)
    {
        foreach (Lens lens in lenses.Where(lens => lens.Probes))
        {
            if (_lastCost.TryGetValue(lens, out long last) && SpentTicks + last > Share * stepTicks)
                continue;
            long began = Stopwatch.GetTimestamp();
            lens.OnProbe(probe);
            _lastCost[lens] = Stopwatch.GetTimestamp() - began;
            SpentTicks += _lastCost[lens];
        }
    }
}
