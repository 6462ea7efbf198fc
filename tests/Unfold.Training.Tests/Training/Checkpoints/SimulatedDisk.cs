using Unfold.Serialization;

namespace Unfold.Training.Tests;

/// <summary>The power goes, or the process is killed: nothing that it does afterwards reaches the disk.</summary>
sealed class PowerLossException() : Exception("the power is gone");

/// <summary>
/// A disk in memory that tells what is safe from what is not yet: bytes are safe once their file is synced, names once their folder is. It can stop after any
/// of the calls, every single write of bytes among them, or let one fail.
/// </summary>
sealed class SimulatedDisk : IDisk
{
    readonly Dictionary<string, Content> _names = new(StringComparer.Ordinal);
    readonly Dictionary<string, Content> _safe = new(StringComparer.Ordinal);
    readonly List<Action<Dictionary<string, Content>>> _unsafe = []; // changes of names, in their order

    /// <summary>What becomes of bytes that were not synced.</summary>
    public enum Unsynced
    {
        /// <summary>They are there all the same.</summary>
        There,

        /// <summary>The file is as it was synced last.</summary>
        Gone,

        /// <summary>Half of them.</summary>
        Half,

        /// <summary>As many, but zeros.</summary>
        Zeros,
    }

    /// <summary>Calls so far.</summary>
    public int Calls { get; private set; }

    /// <summary>The call that the power goes at; none is 0.</summary>
    public int StopsAt { get; init; }

    /// <summary>The call that fails as on a full disk; none is 0.</summary>
    public int FailsAt { get; init; }

    /// <summary>How many of the last changes of names are not safe.</summary>
    public int UnsafeNames => _unsafe.Count;

    /// <summary>What a machine finds that starts again.</summary>
    /// <param name="names">So many of the changes of names that were not safe have made it.</param>
    /// <param name="bytes">What has become of bytes that were not.</param>
    public SimulatedDisk Restart(int names, Unsynced bytes)
    {
        var found = new Dictionary<string, Content>(_safe, StringComparer.Ordinal);
        foreach (Action<Dictionary<string, Content>> change in _unsafe.Take(names)) change(found);
        var disk = new SimulatedDisk();
        foreach ((string name, Content content) in found)
        {
            byte[] left = content.Left(bytes);
            disk._names[name] = disk._safe[name] = new Content { Now = [.. left], Synced = left };
        }
        return disk;
    }

    public void CreateFolder(string path) => Call();

    public Stream Create(string path)
    {
        Call();
        var content = new Content();
        Change(names => names[path] = content);
        return new Written(this, content);
    }

    public void Sync(Stream file)
    {
        Call();
        Content content = ((Written)file).Content;
        content.Synced = [.. content.Now];
    }

    public void Rename(string from, string to)
    {
        Call();
        Change(names =>
        {
            if (names.Remove(from, out Content? content)) names[to] = content;
        });
    }

    public void SyncFolder(string path)
    {
        Call();
        foreach (Action<Dictionary<string, Content>> change in _unsafe) change(_safe);
        _unsafe.Clear();
    }

    public void Delete(string path)
    {
        Call();
        Change(names => names.Remove(path));
    }

    public IReadOnlyList<string> Files(string folder) => [.. _names.Keys.Where(name => Path.GetDirectoryName(name) == folder).Select(name => Path.GetFileName(name))];

    public Stream Open(string path) => _names.TryGetValue(path, out Content? content) ? new MemoryStream([.. content.Now], writable: false) : throw new FileNotFoundException($"no {path}");

    void Change(Action<Dictionary<string, Content>> change)
    {
        change(_names);
        _unsafe.Add(change);
    }

    void Call()
    {
        Calls++;
        if (StopsAt > 0 && Calls >= StopsAt) throw new PowerLossException();
        if (Calls == FailsAt) throw new IOException("No space left on device");
    }

    sealed class Content
    {
        public List<byte> Now { get; init; } = [];

        public byte[] Synced { get; set; } = [];

        public byte[] Left(Unsynced bytes) => Now.SequenceEqual(Synced) ? Synced : bytes switch
        {
            Unsynced.There => [.. Now],
            Unsynced.Gone => Synced,
            Unsynced.Half => [.. Now.Take(Now.Count / 2)],
            _ => new byte[Now.Count],
        };
    }

    sealed class Written(SimulatedDisk disk, Content content) : Stream
    {
        public Content Content => content;

        public override bool CanRead => false;

        public override bool CanSeek => false;

        public override bool CanWrite => true;

        public override long Length => content.Now.Count;

        public override long Position
        {
            get => content.Now.Count;
            set => throw new NotSupportedException();
        }

        public override void Write(ReadOnlySpan<byte> buffer)
        {
            if (disk.StopsAt == disk.Calls + 1) content.Now.AddRange(buffer[..(buffer.Length / 2)]); // it stops in the middle of this one
            disk.Call();
            content.Now.AddRange(buffer);
        }

        public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

        public override void Flush()
        {
        }

        public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();
    }
}
