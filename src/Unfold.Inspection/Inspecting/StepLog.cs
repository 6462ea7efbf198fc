using System.Runtime.InteropServices;

namespace Unfold.Inspection;

/// <summary>
/// The numbers of the step that goes on, one after the other as they come, and those of some steps before it that have not been sorted into their
/// columns yet.
/// </summary>
/// <remarks>
/// A number goes to the end of one list and touches nothing else; a step has flushed the cache, and a place in the cache for every series would
/// cost more than all the arithmetic of the lenses. A step's batch size is known only when the loss comes, before or after the step.
/// </remarks>
sealed class StepLog
{
    /// <summary>Steps that wait at most: their columns lie far from each other, and what they need is fetched once for all of them.</summary>
    const int Room = 512;

    readonly List<(int Series, double Value)> _values = [];
    readonly List<(long Step, int Epoch, int Examples, int Values)> _rows = [];
    int _rowStart;

    /// <summary>The examples behind the step that goes on.</summary>
    public int Examples { get; private set; }

    public bool HasLoss { get; private set; }

    public bool Stepped { get; set; }

    /// <summary>Whether anything is known of the step that goes on.</summary>
    public bool Begun => _values.Count > _rowStart || HasLoss || Stepped;

    /// <param name="series">Its place among all: a number costs nothing to keep, a reference tells the collector.</param>
    /// <param name="value">A number of it.</param>
    public void Add(int series, double value) => _values.Add((series, value));

    public void AddExamples(int examples)
    {
        Examples += examples;
        HasLoss = true;
    }

    /// <summary>The step is over.</summary>
    /// <returns>Whether it is time to <see cref="Drain"/>.</returns>
    public bool EndRow(long step, int epoch)
    {
        _rows.Add((step, epoch, Examples, _values.Count - _rowStart));
        _rowStart = _values.Count;
        return _rows.Count >= Room;
    }

    /// <summary>The next step begins.</summary>
    public void BeginRow() => (Examples, HasLoss, Stepped) = (0, false, false);

    /// <summary>Sorts the steps that are over into their series and the record.</summary>
    /// <param name="record">Where the rows go.</param>
    /// <param name="all">All series, in their places.</param>
    public void Drain(RecordWriter record, IReadOnlyList<Series> all)
    {
        ReadOnlySpan<(int Series, double Value)> values = CollectionsMarshal.AsSpan(_values);
        foreach ((long step, int epoch, int examples, int count) in _rows)
        {
            record.BeginRow(RecordTable.Step, step, epoch, examples);
            foreach ((int place, double value) in values[..count])
            {
                Series series = all[place];
                series.Keep(value);
                record.Set(series.Column, value);
            }
            values = values[count..];
        }
        _values.RemoveRange(0, _rowStart);
        _rows.Clear();
        _rowStart = 0;
    }

    public void Clear()
    {
        _values.Clear();
        _rows.Clear();
        _rowStart = 0;
        BeginRow();
    }
}
