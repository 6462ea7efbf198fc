using System.Globalization;

namespace Unfold.Cli;

/// <summary>The workloads that <c>bench</c> knows.</summary>
static class WorkloadCatalog
{
    static readonly Workload[] Fixed =
    [
        new("twitter-tanh", BenchCell.Rnn, 32, new Lengths.Fixed(25), 32, 32) { Vocabulary = 10_000 },
        new("twitter-relu", BenchCell.ReluRnn, 32, new Lengths.Fixed(25), 32, 32) { Vocabulary = 10_000 },
        new("twitter-lstm", BenchCell.Lstm, 32, new Lengths.Fixed(25), 32, 32) { Vocabulary = 10_000 },
        new("week06-rnn", BenchCell.Rnn, 128, new Lengths.Reviews(2400), 100, 128) { ClipNorm = 1 },
        new("imdb-rnn", BenchCell.Rnn, 256, new Lengths.Fixed(500), 100, 100) { Vocabulary = 10_000 },
        new("imdb-lstm", BenchCell.Lstm, 256, new Lengths.Fixed(500), 100, 100) { Vocabulary = 10_000 },
        new("imdb-gru", BenchCell.Gru, 256, new Lengths.Fixed(500), 100, 100) { Vocabulary = 10_000 },
        new("imdb-lstm-ragged", BenchCell.Lstm, 256, new Lengths.Reviews(500), 100, 100) { Vocabulary = 10_000 },
        new("imdb-gru-ragged", BenchCell.Gru, 256, new Lengths.Reviews(500), 100, 100) { Vocabulary = 10_000 },
        new("agnews-rnn", BenchCell.Rnn, 16, new Lengths.News(), 64, 32) { Vocabulary = 95_812, Outputs = 4, Target = BenchTarget.Mean, LearningRate = 0.01 },
        new("agnews-lstm", BenchCell.Lstm, 16, new Lengths.News(), 64, 32) { Vocabulary = 95_812, Outputs = 4, LearningRate = 0.01 },
        new("pos-rnn", BenchCell.Rnn, 1, new Lengths.Range(5, 29), 50, 20) { Vocabulary = 5_000, Outputs = 12, Target = BenchTarget.EveryStep, PlainDescent = true, LearningRate = 0.1 },
        new("tagger-bilstm", BenchCell.Lstm, 32, new Lengths.Fixed(24), 100, 200) { Vocabulary = 20_000, Outputs = 17, Target = BenchTarget.EveryStep, Bidirectional = true },
        new("big-lstm", BenchCell.Lstm, 64, new Lengths.Fixed(70), 400, 1150) { Target = BenchTarget.Sum, PlainDescent = true, LearningRate = 0.1 },
    ];

    static readonly Dictionary<string, BenchCell> Kinds = new(StringComparer.Ordinal)
    {
        ["rnn"] = BenchCell.Rnn,
        ["lstm"] = BenchCell.Lstm,
        ["gru"] = BenchCell.Gru,
    };

    /// <summary>The names, and the two patterns.</summary>
    public static IReadOnlyList<string> Names { get; } =
        [.. Fixed.Select(workload => workload.Name), "imdb-cnn", "imdb-ff", "imdb-text", "peak", "cell:KIND,T,B,E,H", "gemm:M,N,K"];

    /// <summary>How to make a workload; whether to watch it is said then, and at which stride.</summary>
    /// <exception cref="UsageException">There is none of that name.</exception>
    public static Func<int?, IBenchStep> Find(string name)
    {
        if (Fixed.FirstOrDefault(workload => workload.Name == name) is { } known) return stride => new TrainingStep(known, stride);
        if (name is "imdb-cnn" or "imdb-ff") return stride => new NetworkStep(convolution: name == "imdb-cnn", stride);
        if (name == "peak") return _ => new PeakStep();
        if (name == "imdb-text") return _ => new TextStep();
        string[] parts = name.Split(':', 2);
        if (parts is ["cell", var cell] && FindCell(name, cell.Split(',')) is { } workload) return _ => new CellStep(workload);
        if (parts is ["gemm", var gemm] && Sizes(gemm.Split(',')) is [var m, var n, var k]) return _ => new ProductStep(m, n, k);
        throw new UsageException(
            $"bench: expected one of {string.Join(", ", Names)} (KIND is rnn, lstm or gru), got '{name}'.{NearestName.Hint(name, Names)}");
    }

    static Workload? FindCell(string name, string[] parts) =>
        Kinds.TryGetValue(parts[0], out BenchCell kind) && Sizes(parts[1..]) is [var time, var batch, var inputs, var hidden]
            ? new Workload(name, kind, batch, new Lengths.Fixed(time), inputs, hidden) { Target = BenchTarget.Sum }
            : null;

    static int[] Sizes(string[] parts)
    {
        var sizes = new int[parts.Length];
        for (int i = 0; i < parts.Length; i++)
        {
            if (!int.TryParse(parts[i], NumberStyles.None, CultureInfo.InvariantCulture, out sizes[i]) || sizes[i] == 0) return [];
        }
        return sizes;
    }
}
