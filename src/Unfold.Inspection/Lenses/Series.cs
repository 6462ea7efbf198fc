using System.Runtime.InteropServices;
using Unfold.Serialization;

namespace Unfold.Inspection;

/// <summary>A series of numbers that a lens writes and the record keeps.</summary>
public sealed class Series
{
    readonly Inspector _inspector;
    List<double> _epoch = [];
    List<double> _last = [];
    Distribution? _lastEpoch = new();

    internal Series(Inspector inspector, RecordTable table, SeriesKey key, int place, int column) =>
        (_inspector, Table, Key, Place, Column) = (inspector, table, key, place, column);

    /// <summary>Its name.</summary>
    public SeriesKey Key { get; }

    /// <summary>What a row of it stands for.</summary>
    public RecordTable Table { get; }

    /// <summary>The statistics of the epoch that ended last.</summary>
    public Distribution LastEpoch => _lastEpoch ??= Distribution.Of(CollectionsMarshal.AsSpan(_last));

    /// <summary>The statistics of the epoch that goes on, or that is being summed up.</summary>
    public Distribution ThisEpoch
    {
        get
        {
            _inspector.Drain();
            return Distribution.Of(CollectionsMarshal.AsSpan(_epoch));
        }
    }

    /// <summary>Where it stands among all of the inspector's.</summary>
    internal int Place { get; }

    internal int Column { get; }

    /// <summary>The number of the current step, batch or epoch; what is not pushed is missing.</summary>
    public void Push(double value) => _inspector.Write(this, value);

    /// <summary>Keeps a number until the epoch after this one ends: its statistics are worked out only if somebody asks.</summary>
    internal void Keep(double value) => _epoch.Add(value);

    internal void EndEpoch(bool keep)
    {
        if (keep)
            (_last, _epoch, _lastEpoch) = (_epoch, _last, null);
        _epoch.Clear();
    }

    /// <summary>Keeps the numbers of this epoch and the last, or goes on from them.</summary>
    internal void Keep(KeptState state)
    {
        state.List("epoch", _epoch);
        state.List("last", _last);
        bool any = state.Flag("any", _lastEpoch is null || _last.Count > 0); // before the first epoch's end there are no statistics of it
        if (state.Restores) _lastEpoch = any ? null : new();
    }
}
