using Unfold.Serialization;

namespace Unfold.Inspection;

/// <summary>Which rows of the data each batch of training was made of, so that a step leads to its texts.</summary>
/// <remarks>Needs <see cref="Inspector.PushExamples"/>. The record's numbers are exact up to row 16,777,216; data with more rows is not written down.</remarks>
public sealed class BatchRows : Lens
{
    /// <summary>Whole numbers up to here are exact in single precision.</summary>
    const int MostRows = 1 << 24;

    readonly List<float> _rows = [];
    LensContext? _context;
    bool _tooMany;

    /// <inheritdoc/>
    public override string Name => "batches";

    /// <inheritdoc/>
    public override LensCalls Calls => LensCalls.Examples;

    /// <inheritdoc/>
    public override void Begin(LensContext context)
    {
        (_context, _tooMany) = (context, false);
        _rows.Clear();
    }

    /// <inheritdoc/>
    public override void OnExamples(in ExampleBatch batch)
    {
        if (!batch.Train || _tooMany)
            return;
        foreach (int row in batch.Rows)
        {
            if (row > MostRows)
            {
                _tooMany = true;
                _context!.Alarm("train", "rows", $"row {row} is beyond {MostRows:N0}, the last one the record can hold: it will not say which rows the batches were made of");
                return;
            }
            _rows.Add(row);
        }
    }

    /// <inheritdoc/>
    public override void OnEpochEnd(int epoch)
    {
        if (_rows.Count > 0 && !_tooMany)
            _context!.Write("train", "rows", System.Runtime.InteropServices.CollectionsMarshal.AsSpan(_rows));
        _rows.Clear();
    }

    /// <inheritdoc/>
    public override void OnEpochSkipped() => _rows.Clear();

    /// <inheritdoc/>
    public override void Keep(KeptState state)
    {
        state.List("rows", _rows);
        _tooMany = state.Flag("too many", _tooMany);
    }
}
