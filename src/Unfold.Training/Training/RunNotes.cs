using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Text.Json;
using Unfold.Inspection;
using Unfold.Text;

namespace Unfold.Training;

/// <summary>The parts of a run's document that describe and do not measure.</summary>
static class RunNotes
{
    public static RunDocument Begin(Recipe recipe, TrainOptions options) => new()
    {
        Recipe = recipe.Name,
        Out = options.Out ?? "",
        Seed = recipe.Seed,
        Status = RunStatus.Running,
        Settings = JsonElement.Parse(recipe.ToJson()),
        Environment = new EnvironmentDocument
        {
            Unfold = typeof(RunNotes).Assembly.GetName().Version?.ToString(3),
            Runtime = RuntimeInformation.FrameworkDescription,
            System = $"{RuntimeInformation.OSDescription}, {RuntimeInformation.ProcessArchitecture}",
            Processor = Processor(),
            Processors = Environment.ProcessorCount,
            Threads = Execution.Threads,
            Simd = Execution.VectorWidth,
            StartedAt = options.Clock.GetLocalNow().ToString("yyyy-MM-ddTHH:mm:sszzz", CultureInfo.InvariantCulture),
            Command = options.Command,
        },
    };

    public static DataDocument Describe(PreparedData data, CancellationToken cancellation)
    {
        ReadOnlySpan<int> seen = data.Train.Labels, held = data.Validation.Labels;
        int classes = data.Labels.Count;
        long pads = data.Train.Counts.Pads + data.Validation.Counts.Pads;
        long positions = data.Train.TotalIds + data.Validation.TotalIds;
        var fingerprints = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach ((string file, string print) in data.Rows.Fingerprints ?? new Dictionary<string, string>()) fingerprints[file] = print;
        if (data.Vectors is { Source: var source }) fingerprints[Path.GetFileName(source)] = Fingerprint.Of(source, cancellation);
        return new DataDocument
        {
            Name = data.Rows.Name,
            Train = data.Train.Count,
            Validation = data.Validation.Count,
            Test = data.Test?.Count ?? 0,
            Classes = data.Labels.Names,
            MajorityAccuracy = Baselines.MajorityAccuracy(seen, held, classes),
            PriorEntropy = Baselines.PriorEntropy(seen, held, classes),
            TrainCounts = ClassBalance.Counts(seen, classes),
            ValidationCounts = ClassBalance.Counts(held, classes),
            Vocabulary = data.Vocabulary.Count,
            UnknownShare = data.Validation.Counts.UnknownShare,
            PaddingShare = pads == 0 ? null : (double)pads / positions,
            Fingerprints = fingerprints.Count > 0 ? fingerprints : null,
            VectorWords = data.VectorCoverage?.Words,
            VectorTokens = data.VectorCoverage?.Tokens,
        };
    }

    public static ModelDocument Describe(TextModel network) => new()
    {
        Summary = network.ToString(),
        Parameters = network.ParameterCount,
        Tensors = [.. network.Parameters.Select(parameter => new ParameterDocument(parameter.Name, parameter.Shape.ToArray(), parameter.Trainable ? null : true))],
    };

    /// <summary>The data in a sentence, with what is known before any training.</summary>
    public static string Sentence(DataDocument data) => string.Create(CultureInfo.InvariantCulture,
        $"{data.Name}: {data.Train:N0} texts to train on, {data.Validation:N0} to validate; {data.Classes.Count} classes; the majority answer has accuracy {data.MajorityAccuracy:0.00000}, the prior a loss of {data.PriorEntropy:0.0000}; {data.Vocabulary:N0} words, {data.UnknownShare:0.0 %} of validation unknown{Vectors(data)}.");

    static string Vectors(DataDocument data) => data.VectorTokens is not { } tokens ? ""
        : string.Create(CultureInfo.InvariantCulture, $"; {data.VectorWords:0.0 %} of the words have a vector, and {tokens:0.0 %} of the training tokens");

    /// <summary>Means over the epochs but the first, which has the compiler's warm-up in it.</summary>
    public static SpeedDocument Speed(List<EpochDocument> epochs, Inspector? inspector, TimeSpan elapsed)
    {
        (double seconds, double tokens, int count) = (0, 0, 0);
        for (int i = epochs.Count > 1 ? 1 : 0; i < epochs.Count; i++)
        {
            seconds += epochs[i].Seconds;
            tokens += epochs[i].Seconds * epochs[i].TokensPerSecond;
            count++;
        }
        using var process = Process.GetCurrentProcess();
        return new SpeedDocument
        {
            SecondsPerEpoch = count == 0 ? 0 : seconds / count,
            TokensPerSecond = seconds == 0 ? 0 : tokens / seconds,
            PeakMemoryBytes = process.PeakWorkingSet64,
            WatchingShare = inspector?.WatchingShare ?? 0,
            Stride = inspector?.LastStride,
            TotalSeconds = elapsed.TotalSeconds,
        };
    }

    /// <summary>The metrics on the test texts that were neither trained nor validated on, where that is not all of them, and not none.</summary>
    public static MetricValues? Unseen(TrainingData data, Predictions tested, double threshold, CancellationToken cancellation)
    {
        var index = new TextIndex(data.Test!, cancellation);
        var seen = new bool[tested.Count];
        foreach (string text in data.Train.Texts.Concat(data.Validation.Texts))
        {
            cancellation.ThrowIfCancellationRequested();
            if (index.Find(text) is >= 0 and var row) seen[row] = true;
        }
        int[] first = index.FirstRows(cancellation), unseen = [.. Enumerable.Range(0, tested.Count).Where(row => !seen[first[row]])];
        if (unseen.Length == 0 || unseen.Length == tested.Count) return null;
        MetricValues metrics = tested.Take(unseen).Metrics(threshold);
        metrics["count"] = unseen.Length;
        return metrics;
    }

    /// <summary>The name of the metric that epochs are judged by.</summary>
    public static string Name(Monitor monitor, int classes = 2) => monitor switch
    {
        Monitor.Accuracy => MetricNames.Accuracy,
        Monitor.F1 => classes == 2 ? MetricNames.F1 : MetricNames.MacroF1,
        Monitor.AveragePrecision => classes == 2 ? MetricNames.AveragePrecision
            : throw new RecipeException($"training.monitor: expected loss, accuracy or f1 for {classes} classes, got averagePrecision. It is defined for two classes."),
        _ => MetricNames.Loss,
    };

    static string? Processor()
    {
        const string file = "/proc/cpuinfo";
        if (!File.Exists(file)) return Environment.GetEnvironmentVariable("PROCESSOR_IDENTIFIER");
        string? line = File.ReadLines(file).FirstOrDefault(text => text.StartsWith("model name", StringComparison.Ordinal));
        return line?[(line.IndexOf(':', StringComparison.Ordinal) + 1)..].Trim();
    }
}
