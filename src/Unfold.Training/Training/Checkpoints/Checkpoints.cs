using System.Diagnostics;
using Unfold.Inspection;
using Unfold.Serialization;

namespace Unfold.Training;

/// <summary>When a run writes a checkpoint, and how it finds the one to go on from.</summary>
/// <remarks>
/// Within an epoch after so many seconds, at an epoch's end after a second, and never for more than a twentieth of the time. None of that can be
/// told from the results: what is kept is between two steps, and keeping changes nothing.
/// </remarks>
sealed class Checkpoints
{
    /// <summary>The version of what is kept; another one cannot be gone on from.</summary>
    const int Version = 1;

    const int LeastShare = 20;

    /// <summary>A model of more weights is not kept when the user stops the run: each takes 16 bytes (its value, the best one, two of the optimizer), and somebody waits.</summary>
    public const int MostAtStop = 16_000_000;

    /// <summary>What the last checkpoint may take then. It is not waited for the disk: one that is damaged is told by its checksum, and those before it stay.</summary>
    static readonly TimeSpan LongestAtStop = TimeSpan.FromSeconds(0.5);

    static readonly TimeSpan BetweenEpochs = TimeSpan.FromSeconds(1);

    readonly RunFolder? _folder;
    readonly CheckpointFolder? _files;
    readonly TimeSpan _every;
    readonly string _recipe;
    string _data = "";
    Action<KeptState>? _keep;
    long _weights;
    bool _moved; // whether something was done that no checkpoint has
    long _last = Stopwatch.GetTimestamp();
    TimeSpan _cost;

    public Checkpoints(Recipe recipe, RunFolder? folder, TrainOptions options)
    {
        (_recipe, _folder, _every) = (recipe.ToJson(), folder, options.CheckpointEvery);
        _files = folder is null ? null : new CheckpointFolder(folder.CheckpointFolder, options.Disk);
    }

    /// <summary>From here on there is something to keep.</summary>
    /// <param name="data">The data's fingerprint.</param>
    /// <param name="weights">Weights of the model.</param>
    /// <param name="keep">Keeps it.</param>
    public void Begin(string data, long weights, Action<KeptState> keep) => (_data, _weights, _keep, _last) = (data, weights, keep, Stopwatch.GetTimestamp());

    /// <summary>Whether a step is finished and kept when the user stops the run; where not, it can be ended anywhere, as the last checkpoint stands.</summary>
    public bool KeepsAtStop => _files is not null && _weights <= MostAtStop;

    /// <summary>A step is made, and no gradient waits.</summary>
    /// <returns>Whether a checkpoint was written.</returns>
    public bool Stepped() => Offer(_every);

    /// <summary>An epoch is judged.</summary>
    public void EpochEnded() => Offer(_every < BetweenEpochs ? _every : BetweenEpochs);

    /// <summary>The user stops the run: what is done is kept, unless that takes longer than somebody waits; then the last checkpoint stands, and what came after it is done again.</summary>
    public void Stopped()
    {
        using var late = new CancellationTokenSource(LongestAtStop);
        Stopped(late.Token);
    }

    /// <summary>The same, with what ends the waiting.</summary>
    internal void Stopped(CancellationToken late)
    {
        if (!KeepsAtStop || !_moved) return;
        try
        {
            Write(durable: false, late);
        }
        catch (OperationCanceledException) when (late.IsCancellationRequested)
        {
            // the last checkpoint stands
        }
    }

    void Write(bool durable = true, CancellationToken late = default)
    {
        if (_files is null || _keep is null) return;
        long began = Stopwatch.GetTimestamp();
        var state = new KeptState();
        _ = (state.Number("version", Version), state.Text("recipe", _recipe), state.Text("data", _data), state.Text("simd", Execution.VectorWidth));
        _keep(state);
        try
        {
            RunWriting.Guarded(_folder, () => _files.Write(state, durable, late));
        }
        catch (DataException error)
        {
            throw new DataException($"{error.Message} The checkpoint before it stays: when there is room again, go on with --resume.", error);
        }
        (_last, _cost, _moved) = (Stopwatch.GetTimestamp(), Stopwatch.GetElapsedTime(began), false);
    }

    /// <summary>The run is finished and written: nobody goes on from anywhere.</summary>
    public void Clear() => RunWriting.Guarded(_folder, () => _files?.Clear());

    /// <summary>What to go on from; nothing where the run has to begin anew.</summary>
    /// <param name="print">The fingerprint of the data.</param>
    /// <param name="files">Fingerprints of its files.</param>
    /// <param name="said">Hears of checkpoints that are passed over, and of a run that begins anew.</param>
    /// <returns>What was kept, and the run's document as it was then.</returns>
    /// <exception cref="RecipeException">The run was begun with another recipe.</exception>
    /// <exception cref="DataException">The run was begun with other data.</exception>
    public (KeptState State, RunDocument Run)? Find(string print, IReadOnlyDictionary<string, string>? files, Action<string> said)
    {
        KeptState? state = _files?.Newest(Unfit, why => said($"A checkpoint is passed over. {why}"));
        if (state is null)
        {
            said($"{_folder?.Path}: no checkpoint to go on from; the run begins at its beginning.");
            return null;
        }
        ResumeChecks.SameRecipe(_folder!.Path, state.Text("recipe", ""), _recipe);
        if (state.Text("simd", "") is var width && width != Execution.VectorWidth)
        {
            said($"The run was begun with the instruction set {width} and goes on with {Execution.VectorWidth}: its numbers will differ in the last places from those of a run that was never stopped.");
        }
        RunDocument run = RunJson.Read(state.Text("run", ""), "the checkpoint's run document");
        ResumeChecks.SameData(_folder.Path, run.Data.Fingerprints, files, same: state.Text("data", "") == print);
        return (state, run);
    }

    /// <summary>Why a whole checkpoint cannot be gone on from.</summary>
    string? Unfit(KeptState state)
    {
        if (state.Number("version", 0) != Version) return $"expected version {Version}, got {state.Number("version", 0)}. Another version of Unfold wrote it.";
        KeptState inspector = state.Part("trainer").Part("inspector");
        if (!inspector.Has("record")) return null;
        try
        {
            RecordWriter.Continue(_folder!.RecordFile, inspector.Number("record", 0L)).Dispose();
            return null;
        }
        catch (UnfoldException fault) when (fault is DamagedFileException or DataException)
        {
            return $"its record cannot be gone on with. {fault.Message}";
        }
    }

    bool Offer(TimeSpan every)
    {
        _moved = true;
        if (_files is null) return false;
        TimeSpan since = Stopwatch.GetElapsedTime(_last);
        if (since < every || (every > TimeSpan.Zero && since < LeastShare * _cost)) return false;
        Write();
        return true;
    }
}
