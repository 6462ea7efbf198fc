using Unfold.Nn;
using Unfold.Serialization;

namespace Unfold.Inspection;

/// <summary>What <see cref="GradientThroughTime"/> writes of one layer in one direction.</summary>
sealed class TimeSeries
{
    static readonly int[] Lags = [0, 1, 2, 4, 8, 16, 32, 64, 128, 256, 512];

    readonly LensContext _context;
    readonly string _name;
    readonly int _gates;
    readonly Series?[] _lags = new Series?[Lags.Length];
    readonly Series _firstToLast;
    readonly Series _halfLife;
    readonly Series _reach;
    readonly Series _gain;
    Series? _firstToRead;
    Series? _nonFinite;

    public TimeSeries(LensContext context, string name, int gates)
    {
        (_context, _name, _gates) = (context, name, gates);
        Sampled = new(gates);
        _firstToLast = context.Open(RecordTable.Step, _name, "firstToLast");
        _halfLife = context.Open(RecordTable.Step, _name, "halfLife");
        _reach = context.Open(RecordTable.Step, _name, "reach");
        _gain = context.Open(RecordTable.Step, _name, "gain");
    }

    public LagProfile Profile { get; } = new();

    public SampledLags Sampled { get; }

    public void EndStep()
    {
        LagSums profile = Profile.Step;
        for (int i = 0; i < Lags.Length && profile.Zero + Lags[i] < profile.Sums.Length; i++)
        {
            if (profile.Counts[profile.Zero + Lags[i]] > 0)
                (_lags[i] ??= _context.Open(RecordTable.Step, _name, $"lag{Lags[i]}")).Push(profile.RootMean(Lags[i]));
        }
        Push(_firstToLast, Profile.FirstToLast());
        double firstToRead = Profile.FirstToRead();
        if (!double.IsNaN(firstToRead))
            (_firstToRead ??= _context.Open(RecordTable.Step, _name, "firstToRead")).Push(firstToRead);
        Push(_halfLife, LagSummary.HalfLife(profile));
        Push(_reach, LagSummary.Reach(profile));
        Push(_gain, Profile.Gain());
        if (Profile.NonFinite > 0)
        {
            (_nonFinite ??= _context.Open(RecordTable.Step, _name, "nonFinite")).Push(Profile.NonFinite);
            _context.Alarm(_name, "nonFinite",
                $"first non-finite gradient at lag {Profile.NonFiniteLag} of {_name}, time step {Profile.NonFiniteStep}; {Profile.NonFinite} states of the batch have one");
        }
        Profile.EndStep();
    }

    public void WriteEpoch()
    {
        (int from, int to) = Profile.Epoch.Range();
        if (to > from)
        {
            Write("profile", from, to, Profile.Epoch.RootMean);
            Write("p10", from, to, lag => Profile.Quantile(lag, 0.1));
            Write("p50", from, to, lag => Profile.Quantile(lag, 0.5));
            Write("p90", from, to, lag => Profile.Quantile(lag, 0.9));
            Write("count", from, to, lag => Profile.Epoch.Counts[lag + Profile.Epoch.Zero]);
            Sampled.Write(_context, _name, from, to);
        }
        Profile.EndEpoch();
    }

    public void Forget()
    {
        Profile.EndStep();
        Profile.EndEpoch();
        Sampled.Clear();
    }

    /// <summary>Keeps it, or goes on from it.</summary>
    public void Keep(KeptState state)
    {
        if (!state.Restores)
            _ = (state.Text("name", _name), state.Number("gates", _gates));
        Profile.Keep(state);
        Sampled.Keep(state);
    }

    static void Push(Series series, double value)
    {
        if (!double.IsNaN(value))
            series.Push(value);
    }

    void Write(string statistic, int from, int to, Func<int, double> value)
    {
        var values = new float[to - from];
        for (int i = 0; i < values.Length; i++)
            values[i] = (float)value(from + i);
        _context.Write(_name, statistic, values, start: from);
    }
}
