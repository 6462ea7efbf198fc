using Unfold.Nn;

namespace Unfold.Inspection;

/// <summary>The checks of one model: what they work on, and the time that is left.</summary>
sealed class CheckRun
{
    /// <summary>Positions that a batch is read again and again with: a step on more would take too long.</summary>
    const int MostPositions = 6144;
    const int FewestExamples = 8;
    readonly List<OmittedCheck> _omitted = [];
    readonly OrderedDictionary<string, double> _took = [];
    readonly long _began;

    public CheckRun(Module model, Probe probe, CheckOptions options)
    {
        (Model, Probe, Options, _began) = (model, probe, options, options.Clock.GetTimestamp());
        Modules = [.. ModuleTree.Of(model)];
        Questions = new(model, probe.Logits);
        Examples = Choose(probe, options.OverfitExamples);
    }

    public Module Model { get; }

    public Probe Probe { get; }

    public CheckOptions Options { get; }

    public Module[] Modules { get; }

    public ModelQuestions Questions { get; }

    /// <summary>Examples that differ from one another, of every class in turn.</summary>
    public int[] Examples { get; }

    public IReadOnlyDictionary<string, double> Took => _took;

    public IReadOnlyList<OmittedCheck> Omitted => _omitted;

    public TimeSpan Elapsed => Options.Clock.GetElapsedTime(_began);

    public TimeSpan Left => Options.Budget - Elapsed;

    /// <summary>Makes a check where there is time; one that the model does not allow is said to be left out.</summary>
    public T? Make<T>(string name, Func<CheckRun, T?> measure)
        where T : class
    {
        Options.Cancellation.ThrowIfCancellationRequested();
        if (Left <= TimeSpan.Zero)
            return Omit<T>(name, $"the {Options.Budget.TotalSeconds:0.#} seconds were over");
        if (Examples.Length == 0)
            return Omit<T>(name, "no example has a token");
        Options.Began?.Invoke(name);
        TimeSpan before = Elapsed;
        try
        {
            return measure(this);
        }
        catch (Exception error) when (error is UnfoldException or ArgumentException or InvalidOperationException or NotSupportedException or IndexOutOfRangeException or InvalidCastException)
        {
            return Omit<T>(name, $"the model could not be asked: {error.Message}");
        }
        finally
        {
            _took[name] = (Elapsed - before).TotalSeconds;
        }
    }

    /// <summary>The same for a check that goes on where another one ended.</summary>
    public T? MakeAfter<T>(object? before, string name, Func<CheckRun, T?> measure)
        where T : class =>
        before is null ? Omit<T>(name, $"it goes on from \"{CheckNames.Overfit}\", which was not made") : Make(name, measure);

    /// <summary>Notes why a check is not made.</summary>
    public T? Omit<T>(string name, string reason)
        where T : class
    {
        _omitted.Add(new(name, reason));
        return null;
    }

    public int[][] Sequences(IEnumerable<int> examples) => [.. examples.Select(i => Probe.Sequences[i])];

    public int[] Labels(IEnumerable<int> examples) => [.. examples.Select(i => Probe.Labels[i])];

    /// <summary>The logits of some sequences [count, columns], in evaluation mode.</summary>
    public double[] Logits(int[][] sequences)
    {
        double[] logits = [];
        Questions.Look(sequences, view => logits = view.Logits.ToDoubles());
        return logits;
    }

    /// <summary>The answers that logits stand for.</summary>
    public static int[] Answers(ReadOnlySpan<double> logits, int count)
    {
        int width = logits.Length / count;
        int[] answers = new int[count];
        for (int i = 0; i < count; i++)
        {
            ReadOnlySpan<double> row = logits.Slice(i * width, width);
            if (width == 1)
            {
                answers[i] = row[0] > 0 ? 1 : 0;
                continue;
            }
            for (int c = 1; c < width; c++)
                answers[i] = row[c] > row[answers[i]] ? c : answers[i];
        }
        return answers;
    }

    static int[] Choose(Probe probe, int most)
    {
        HashSet<string> seen = new(StringComparer.Ordinal);
        List<int> distinct = [];
        for (int i = 0; i < probe.Sequences.Count; i++)
        {
            if (probe.RealLength(probe.Sequences[i]) > 0 && seen.Add(string.Join(' ', probe.Sequences[i])))
                distinct.Add(i);
        }
        int[] chosen = InTurn(probe, distinct, most);
        if (Positions(probe, chosen) > MostPositions)
            chosen = InTurn(probe, [.. distinct.OrderBy(i => probe.Sequences[i].Length)], most);
        while (chosen.Length > FewestExamples && Positions(probe, chosen) > MostPositions)
            chosen = chosen[..^1];
        return chosen;
    }

    /// <summary>One of every class, then another one of every class, in the order given.</summary>
    static int[] InTurn(Probe probe, List<int> examples, int most) =>
    [
        .. examples.GroupBy(i => probe.Labels[i]).OrderBy(group => group.Key)
            .SelectMany(group => group.Select((example, turn) => (example, turn, group.Key)))
            .OrderBy(entry => entry.turn).ThenBy(entry => entry.Key).Select(entry => entry.example).Take(most),
    ];

    static long Positions(Probe probe, int[] examples) => examples.Sum(i => (long)probe.Sequences[i].Length);
}
