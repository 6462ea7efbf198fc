namespace Unfold.Inspection;

/// <summary>A series of numbers that a lens writes and the record keeps.</summary>
public sealed class Series
{
    readonly Inspector _inspector;
    readonly List<double> _epoch = [];

    internal Series(Inspector inspector, RecordTable table, SeriesKey key, int column) =>
        (_inspector, Table, Key, Column) = (inspector, table, key, column);

    /// <summary>Its name.</summary>
    public SeriesKey Key { get; }

    /// <summary>What a row of it stands for.</summary>
    public RecordTable Table { get; }

    /// <summary>The statistics of the epoch that ended last.</summary>
    public Distribution LastEpoch { get; private set; } = new();

    /// <summary>The statistics of the epoch that goes on, or that is being summed up.</summary>
    public Distribution ThisEpoch => Distribution.Of(System.Runtime.InteropServices.CollectionsMarshal.AsSpan(_epoch));

    internal int Column { get; }

    /// <summary>The number of the current step, batch or epoch; what is not pushed is missing.</summary>
    public void Push(double value)
    {
        _epoch.Add(value);
        _inspector.Write(this, value);
    }

    internal void EndEpoch(bool keep)
    {
        if (keep)
            LastEpoch = ThisEpoch;
        _epoch.Clear();
    }
}
