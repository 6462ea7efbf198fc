using System.Globalization;
using Unfold.Serialization;

namespace Unfold.Training;

/// <summary>The checkpoints of a run on disk: the newest and the one before it, each a file of its own with a checksum.</summary>
/// <remarks>A checkpoint is removed only when two newer ones that are whole are on the disk, names included.</remarks>
sealed class CheckpointFolder(string path, IDisk? disk = null)
{
    const string Start = "resume-", End = ".safetensors";

    readonly IDisk _disk = disk ?? Disk.Real;
    string? _last; // the newest that is known to be whole

    /// <summary>Whether there is any.</summary>
    public bool Any => Numbered().Any();

    /// <summary>Writes the next one. On any error those that are there stay as they are.</summary>
    /// <param name="state">What is kept.</param>
    /// <param name="durable">Whether to wait for the disk. Where not, all that are there stay: a power loss may damage the new one. <value>Default: true.</value></param>
    /// <param name="cancellation">Ends the writing.</param>
    /// <exception cref="DataException">It cannot be written.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public void Write(KeptState state, bool durable = true, CancellationToken cancellation = default)
    {
        _disk.CreateFolder(path);
        string name = string.Create(CultureInfo.InvariantCulture, $"{Start}{Numbered().Select(file => file.Number).Append(0).Max() + 1:000000}{End}");
        KeptFile.Write(Path.Combine(path, name), state, _disk, durable, cancellation);
        if (!durable) return;
        foreach (string old in _disk.Files(path))
        {
            if (old != name && old != _last && old.StartsWith(Start, StringComparison.Ordinal)) _disk.Delete(Path.Combine(path, old));
        }
        _last = name;
    }

    /// <summary>The newest one that can be used.</summary>
    /// <param name="unfit">Says why a whole one cannot be used; nothing where it can.</param>
    /// <param name="skipped">Hears of those that are passed over: which and why.</param>
    public KeptState? Newest(Func<KeptState, string?> unfit, Action<string> skipped)
    {
        foreach ((_, string name) in Numbered().OrderByDescending(file => file.Number))
        {
            string why;
            try
            {
                KeptState state = KeptFile.Read(Path.Combine(path, name), _disk);
                if (unfit(state) is not { } fault)
                {
                    _last = name;
                    return state;
                }
                why = $"{Path.Combine(path, name)}: {fault}";
            }
            catch (UnfoldException damaged) when (damaged is DamagedFileException or DataException)
            {
                why = damaged.Message;
            }
            skipped(why);
        }
        return null;
    }

    /// <summary>Removes them all: the run is finished.</summary>
    public void Clear()
    {
        foreach (string file in _disk.Files(path))
        {
            if (file.StartsWith(Start, StringComparison.Ordinal)) _disk.Delete(Path.Combine(path, file));
        }
    }

    IEnumerable<(int Number, string Name)> Numbered()
    {
        foreach (string name in _disk.Files(path))
        {
            if (name.StartsWith(Start, StringComparison.Ordinal) && name.EndsWith(End, StringComparison.Ordinal)
                && int.TryParse(name.AsSpan(Start.Length, name.Length - Start.Length - End.Length), NumberStyles.None, CultureInfo.InvariantCulture, out int number))
            {
                yield return (number, name);
            }
        }
    }
}
