using Unfold.Serialization;

namespace Unfold.Inspection;

/// <summary>Lets probes run as long as there is time for them.</summary>
sealed class ProbeBudget(TimeProvider? clock = null)
{
    readonly TimeProvider _clock = clock ?? TimeProvider.System;
    readonly Dictionary<Lens, long> _lastCost = [];
    readonly HashSet<Lens> _refused = [];
    long _began = (clock ?? TimeProvider.System).GetTimestamp();

    public double Share { get; set; } = 0.1;

    public long SpentTicks { get; private set; }

    public void Clear()
    {
        _lastCost.Clear();
        _refused.Clear();
        (SpentTicks, _began) = (0, _clock.GetTimestamp());
    }

    /// <summary>Runs the probes that fit: all of them the first time, and then those whose last run would still be within the budget.</summary>
    /// <param name="lenses">All lenses.</param>
    /// <param name="probe">What they run on.</param>
    /// <param name="stepTicks">What training has taken; 0 where no optimizer is watched: then it is the time since the beginning without the probes'.</param>
    public void Run(IEnumerable<Lens> lenses, ProbeRun probe, long stepTicks)
    {
        foreach (Lens lens in lenses.Where(lens => lens.Probes))
        {
            if (_refused.Contains(lens))
                continue;
            long began = _clock.GetTimestamp(), trained = stepTicks > 0 ? stepTicks : began - _began - SpentTicks;
            if (_lastCost.TryGetValue(lens, out long last) && SpentTicks + last > Share * trained)
                continue;
            try
            {
                lens.OnProbe(probe);
            }
            catch (DataException)
            {
                _refused.Add(lens); // the model does not read such texts, parts of one perhaps: it has no numbers of this lens, and is not asked again
            }
            _lastCost[lens] = _clock.GetTimestamp() - began;
            SpentTicks += _lastCost[lens];
        }
    }

    /// <summary>Keeps what was spent, or goes on from it.</summary>
    public void Keep(KeptState state, IReadOnlyList<Lens> lenses)
    {
        SpentTicks = state.Number("spent", SpentTicks);
        long now = _clock.GetTimestamp();
        _began = now - state.Number("since the beginning", now - _began);
        for (int i = 0; i < lenses.Count; i++)
        {
            bool ran = _lastCost.TryGetValue(lenses[i], out long last);
            if (state.Flag($"ran {i}", ran)) _lastCost[lenses[i]] = state.Number($"cost {i}", last);
        }
    }
}
