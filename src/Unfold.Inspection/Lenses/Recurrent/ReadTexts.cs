using Unfold.Nn;

namespace Unfold.Inspection;

/// <summary>The texts that a step has read so far, for all lenses: which steps of a batch are words, and which padding.</summary>
sealed class ReadTexts
{
    readonly List<RealSteps> _batches = [];
    int _used;
    long _lookUps;

    /// <summary>An embedding looks up a batch; lenses will ask for it.</summary>
    public void Arrive() => _lookUps++;

    /// <summary>What an embedding looks up just now: looked through once, however many lenses ask.</summary>
    public RealSteps Read(Embedding embedding, SequenceBatch batch)
    {
        RealSteps steps = Find(batch.Layout) ?? Next();
        if (steps.LookUp != _lookUps)
        {
            steps.Load(batch, embedding.PaddingIndex);
            steps.LookUp = _lookUps;
        }
        return steps;
    }

    /// <summary>Those of a batch; all steps are real where no embedding has read it.</summary>
    public RealSteps Of(SequenceLayout layout)
    {
        if (Find(layout) is { } known)
            return known;
        RealSteps steps = Next();
        steps.Load(layout);
        return steps;
    }

    /// <summary>The step is over; its batches may be loaded anew.</summary>
    public void Clear()
    {
        for (int i = 0; i < _used; i++)
            _batches[i].Release();
        _used = 0;
    }

    RealSteps? Find(SequenceLayout layout)
    {
        for (int i = 0; i < _used; i++)
        {
            if (ReferenceEquals(_batches[i].Layout, layout))
                return _batches[i];
        }
        return null;
    }

    RealSteps Next()
    {
        if (_used == _batches.Count)
            _batches.Add(new());
        return _batches[_used++];
    }
}
