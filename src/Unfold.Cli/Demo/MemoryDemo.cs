using Unfold.Nn;
using Unfold.Optim;
using Unfold.Text;

namespace Unfold.Cli;

/// <summary>First part of the demo: over how many words does a model remember which of two came first?</summary>
sealed class MemoryDemo(ulong seed)
{
    const int Training = 1500;
    const int Held = 500;
    const int MostEpochs = 12;
    const double Enough = 0.999;

    static readonly (string Name, bool Lstm, double ForgetBias)[] Models =
        [("tanh RNN", false, 0), ("LSTM", true, 0), ("LSTM, forget bias 5", true, 5)];

    /// <summary>The lags, shortest first.</summary>
    public static IReadOnlyList<int> Lags { get; } = [10, 20, 40, 80];

    /// <summary>The names of the models.</summary>
    public static IReadOnlyList<string> ModelNames { get; } = [.. Models.Select(model => model.Name)];

    /// <summary>Trains every model on one lag.</summary>
    public IEnumerable<MemoryResult> Run(int lag, CancellationToken cancellation)
    {
        Rng rng = new Rng(seed).Fork($"memory {lag}");
        var words = new Dictionary<string, int>(StringComparer.Ordinal);
        EncodedCorpus training = Encode(LongMemory.Generate(Training, lag, rng.Fork("training")), words);
        EncodedCorpus held = Encode(LongMemory.Generate(Held, lag, rng.Fork("held out")), words);
        foreach ((string name, bool lstm, double forgetBias) in Models)
        {
            var model = new MemoryModel(words.Count, lstm, forgetBias, rng.Fork("model"));
            (double accuracy, int epochs) = Train(model, training, held, rng.Fork("shuffle"), cancellation);
            yield return new MemoryResult(lag, name, accuracy, epochs);
        }
    }

    static (double Accuracy, int Epochs) Train(MemoryModel model, EncodedCorpus training, EncodedCorpus held, Rng rng, CancellationToken cancellation)
    {
        var optimizer = new Adam(model.Parameters, new AdamOptions { LearningRate = 0.01, ClipNorm = 1 });
        var batches = new BatchSampler(training, new BatchOptions { BatchSize = 32 }, rng);
        double best = 0;
        for (int epoch = 1; epoch <= MostEpochs; epoch++)
        {
            foreach (TextBatch batch in batches.Epoch())
            {
                cancellation.ThrowIfCancellationRequested();
                float[] answers = [.. batch.Labels.ToArray().Select(label => (float)label)];
                BinaryCrossEntropy.WithLogits(model.Forward(batch.Sequences), answers).Backward();
                optimizer.Step();
            }
            best = Math.Max(best, Accuracy(model, held));
            if (best >= Enough) return (best, epoch);
        }
        return (best, MostEpochs);
    }

    static double Accuracy(MemoryModel model, EncodedCorpus held)
    {
        int right = 0;
        foreach (TextBatch batch in BatchSampler.Sequential(held).Epoch())
        {
            float[] logits = Tape.NoGrad(() => model.Forward(batch.Sequences).ToFloats());
            for (int i = 0; i < logits.Length; i++) right += (logits[i] > 0 ? 1 : 0) == batch.Labels[i] ? 1 : 0;
        }
        return (double)right / held.Count;
    }

    static EncodedCorpus Encode(Corpus corpus, Dictionary<string, int> words)
    {
        int[][] texts = [.. corpus.Rows.Select(row => row.Text.Split(' ').Select(word => Number(words, word)).ToArray())];
        int[] labels = [.. corpus.Rows.Select(row => row.Label == LongMemory.Labels[1] ? 1 : 0)];
        return EncodedCorpus.FromIds(texts, labels);
    }

    static int Number(Dictionary<string, int> words, string word)
    {
        words.TryAdd(word, words.Count);
        return words[word];
    }
}
