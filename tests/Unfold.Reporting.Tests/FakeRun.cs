using System.Text.Json;

namespace Unfold.Reporting.Tests;

/// <summary>A run that never happened but looks like the published ones: an 18-epoch tanh RNN on the majority answer, or an LSTM that learns.</summary>
static class FakeRun
{
    static (string Name, long Elements, double Scale)[] TensorsOf(string layer) =>
    [
        ("embedding.weight", 320000, 0.08), ($"{layer}.weight_ih_l0", 1024, 0.3), ($"{layer}.weight_hh_l0", 1024, 0.25),
        ($"{layer}.bias_ih_l0", 32, 0.12), ($"{layer}.bias_hh_l0", 32, 0.12), ("fc.weight", 32, 0.4), ("fc.bias", 1, 0.15),
    ];

    public static (RunDocument Document, byte[] Record) Tanh(int epochs = 18, int steps = 800, bool lenses = false) => Make("twitter-rnn-tanh", 42, epochs, steps, learns: false, lenses);

    public static (RunDocument Document, byte[] Record) Lstm(int epochs = 11, int steps = 800, bool lenses = false) => Make("twitter-lstm", 42, epochs, steps, learns: true, lenses);

    public static string WriteTo(string folder, (RunDocument Document, byte[] Record) run)
    {
        RunFolder files = RunFolder.Create(folder);
        files.Write(run.Document);
        File.WriteAllBytes(files.RecordFile, run.Record);
        return folder;
    }

    static (RunDocument, byte[]) Make(string recipe, ulong seed, int epochs, int steps, bool learns, bool lenses)
    {
        (string Name, long Elements, double Scale)[] tensors = TensorsOf(lenses && learns ? "lstm" : "rnn");
        Rng rng = new(seed);
        using MemoryStream stream = new();
        List<EpochDocument> documents = [];
        using (RecordWriter writer = new(stream, leaveOpen: true))
        {
            FakeLenses? seen = lenses ? new(writer, rng.Fork("lenses"), learns, epochs) : null;
            int loss = writer.AddColumn(RecordTable.Step, new("loss", "train", "loss"));
            int validation = writer.AddColumn(RecordTable.Validation, new("loss", "validation", "loss"));
            int all = writer.AddColumn(RecordTable.Step, new("gradients", "all", "norm"));
            int[] norms = [.. tensors.Select(tensor => writer.AddColumn(RecordTable.Step, new("gradients", tensor.Name, "norm")))];
            int[] cosines = [.. tensors.Select(tensor => writer.AddColumn(RecordTable.Step, new("gradients", tensor.Name, "cosine")))];
            for (int epoch = 0; epoch < epochs; epoch++)
            {
                double level = learns ? 0.02 + 0.24 * Math.Exp(-epoch / 1.8) : 0.262 - 0.002 * epoch;
                for (int step = 0; step < steps; step++)
                {
                    writer.BeginRow(RecordTable.Step, epoch * steps + step, epoch, step == steps - 1 ? 1 : 32);
                    writer.Set(loss, Math.Max(0.001, level * Math.Exp(0.4 * rng.NextNormal())));
                    bool spike = !learns && epoch is 3 or 6 or 14 && rng.NextDouble() < 0.004;
                    double sum = 0;
                    for (int i = 0; i < tensors.Length; i++)
                    {
                        double norm = tensors[i].Scale * Math.Exp(0.7 * rng.NextNormal()) * (learns ? Math.Exp(-epoch / 6.0) + 0.05 : 1);
                        if (spike)
                            norm *= tensors[i].Name.StartsWith("rnn", StringComparison.Ordinal) ? 400 * rng.NextDouble() : 5;
                        writer.Set(norms[i], norm);
                        sum += norm * norm;
                        if (epoch + step > 0)
                            writer.Set(cosines[i], Math.Clamp((learns ? 0.35 - 0.02 * epoch : 0.05) + rng.NextNormal() * (0.06 + 1 / Math.Sqrt(tensors[i].Elements)), -1, 1));
                    }
                    writer.Set(all, Math.Sqrt(sum));
                    seen?.WriteStep(epoch, step);
                }
                double valid = learns ? 0.14 + 0.12 * Math.Exp(-epoch / 1.2) + 0.003 * Math.Max(0, epoch - 4) * Math.Max(0, epoch - 4) : 0.25 + 0.01 * rng.NextNormal();
                for (int batch = 0; batch < steps / 4; batch++)
                {
                    writer.BeginRow(RecordTable.Validation, (epoch + 1) * steps, epoch, 32);
                    writer.Set(validation, Math.Max(0.001, valid * Math.Exp(0.4 * rng.NextNormal())));
                }
                seen?.WriteEpoch(epoch, (epoch + 1) * steps - 1);
                writer.Flush();
                double f1 = learns ? 0.7 * (1 - Math.Exp(-epoch / 1.5)) : 0;
                double accuracy = learns ? 0.9287 + 0.028 * (1 - Math.Exp(-epoch / 1.5)) : 0.92867 + (epoch is 8 ? -0.004 : 0);
                documents.Add(new()
                {
                    Epoch = epoch,
                    Train = new() { ["loss"] = level, ["accuracy"] = learns ? 1 - level / 4 : 0.93 },
                    Validation = new()
                    {
                        ["loss"] = valid, ["accuracy"] = accuracy, ["precision"] = learns ? f1 + 0.05 : 0, ["recall"] = learns ? f1 - 0.05 * (epoch > 0 ? 1 : 0) : 0,
                        ["f1"] = f1, ["averagePrecision"] = learns ? f1 + 0.03 : 0.071,
                    },
                    Seconds = 0.31 + 0.02 * rng.NextDouble(),
                    ValidationSeconds = 0.03,
                    TokensPerSecond = 1_900_000,
                    Steps = steps,
                });
            }
        }
        int best = learns ? documents.MinBy(epoch => epoch.Validation.Loss)!.Epoch : 2;
        RecordFile record = RecordFile.Read(new MemoryStream(stream.ToArray()), "fake");
        RunDocument run = new()
        {
            Recipe = recipe,
            Out = $"runs/{recipe}",
            Seed = seed,
            Ended = "early stopping: no gain of 0.001 in 5 epochs",
            Data = new()
            {
                Name = "twitter", Train = 25569, Validation = 6393, Classes = ["0", "1"], MajorityAccuracy = 0.92867, PriorEntropy = 0.254,
                ValidationCounts = [5937, 456], Vocabulary = 10000, UnknownShare = 0.126,
                Fingerprints = new Dictionary<string, string>(StringComparer.Ordinal) { ["twitter.csv"] = "sha256:5a1b…" },
            },
            Model = new() { Summary = learns ? "Embedding(10000, 32) → Lstm(32, 32) → Last → Linear(32, 1)" : "Embedding(10000, 32) → Rnn(32, 32, tanh) → Last → Linear(32, 1)", Parameters = learns ? 328481 : 322145 },
            Epochs = documents,
            Best = new() { Epoch = best, Validation = documents[best].Validation },
            Confusion = learns ? [[5851, 86], [176, 280]] : [[5937, 0], [456, 0]],
            Threshold = new(0.5, "fixed"),
            Baselines =
            [
                new() { Name = "majority", Metrics = new() { ["accuracy"] = 0.92867, ["f1"] = 0 } },
                new() { Name = "prior", Metrics = new() { ["loss"] = 0.254 } },
                new() { Name = "bag-of-words", Metrics = new() { ["loss"] = 0.142, ["accuracy"] = 0.9559, ["f1"] = 0.643 } },
            ],
            Gradients = GradientSummaries.Of(record, tensors.ToDictionary(tensor => tensor.Name, tensor => tensor.Elements, StringComparer.Ordinal)),
            Speed = new() { SecondsPerEpoch = 0.32, TokensPerSecond = 1_900_000, PeakMemoryBytes = 210 << 20, WatchingShare = 0.012 },
            Environment = new() { Unfold = "0.1.0", Runtime = ".NET 10.0.1", System = "Linux", Processor = "a processor", Processors = 2, Threads = 2, Simd = "256-bit, fused multiply-add", StartedAt = "2026-01-02T03:04:05+00:00" },
            Settings = JsonDocument.Parse("""{ "epochs": 50, "batch": 32, "optimizer": { "kind": "adam", "learningRate": 0.001 } }""").RootElement,
        };
        return (run with { Findings = Rules.Check(run) }, stream.ToArray());
    }
}
