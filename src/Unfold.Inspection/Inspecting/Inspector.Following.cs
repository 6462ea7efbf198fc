namespace Unfold.Inspection;

/// <content>How a run looks at its own record while it goes on.</content>
public sealed partial class Inspector
{
    RecordFollower? _follower;

    /// <summary>Everything seen so far, read on from where the last call ended: cheap enough for the end of every epoch.</summary>
    /// <returns>The same record at every call, grown; until a model is attached anew.</returns>
    /// <exception cref="InvalidOperationException">No model was ever attached.</exception>
    public RecordFile FollowRecord()
    {
        _record?.Flush();
        if (_follower is null)
        {
            MemoryStream? memory = _memory;
            if (_path is null && memory is null)
                throw new InvalidOperationException("Inspector.FollowRecord: expected a model to have been attached, got none. Call Attach first.");
            _follower = _path is not null ? new RecordFollower(_path) : new RecordFollower("record in memory", () => new MemoryStream(memory!.GetBuffer(), 0, (int)memory.Length, writable: false));
        }
        _follower.Update();
        return _follower.Record;
    }

    void StopFollowing()
    {
        _follower?.Dispose();
        _follower = null;
    }
}
