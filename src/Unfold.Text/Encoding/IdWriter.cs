using System.Runtime.InteropServices;

namespace Unfold.Text;

/// <summary>Takes sequences one behind the other and makes an encoded corpus of them, in memory or in a file.</summary>
/// <param name="scratch">Where they are put; nothing: into memory.</param>
/// <param name="source">Where they come from, for errors.</param>
sealed class IdWriter(ScratchFolder? scratch, string source)
{
    const int Together = 1 << 14;
    readonly NumberWriter<int> _ids = new(scratch);
    readonly NumberWriter<long> _offsets = new(scratch);
    readonly List<int> _some = new(Together);
    readonly List<long> _ends = [0];
    long _taken;
    int _longest;

    /// <summary>How many ids were taken.</summary>
    public long Ids => _taken;

    /// <exception cref="DataException">The disk is full.</exception>
    public void Add(ReadOnlySpan<int> sequence)
    {
        _some.AddRange(sequence);
        Ended(sequence.Length);
        if (_some.Count >= Together || _ends.Count >= Together) Pass();
    }

    /// <summary>Takes many of them at once.</summary>
    /// <param name="ids">One sequence behind the other.</param>
    /// <param name="lengths">How long each is.</param>
    public void AddRange(List<int> ids, ReadOnlySpan<int> lengths)
    {
        Pass();
        _ids.Append(CollectionsMarshal.AsSpan(ids));
        foreach (int length in lengths) Ended(length);
    }

    /// <summary>Ends it.</summary>
    /// <param name="positions">Where each row lies among the sequences; nothing: in order.</param>
    /// <param name="labels">The class of each row.</param>
    /// <param name="counts">What was counted.</param>
    public EncodedCorpus Finish(int[]? positions, int[] labels, EncodingCounts counts)
    {
        Pass();
        return new EncodedCorpus(_ids.Finish(source), _offsets.Finish(source), positions, labels, _longest, counts, scratch);
    }

    void Ended(int length)
    {
        _taken += length;
        _longest = Math.Max(_longest, length);
        _ends.Add(_taken);
    }

    void Pass()
    {
        _ids.Append(CollectionsMarshal.AsSpan(_some));
        _offsets.Append(CollectionsMarshal.AsSpan(_ends));
        _some.Clear();
        _ends.Clear();
    }
}
