using Unfold.Inspection;
using Unfold.Nn;
using Unfold.Optim;

namespace Unfold.Cli;

/// <summary>The whole training step of a network without recurrence: 256 reviews of 500 words, Adam.</summary>
sealed class NetworkStep : IBenchStep
{
    const int Batches = 8;
    const int Batch = 256;
    const int Steps = 500;
    const int Vocabulary = 10_000;
    readonly BenchNetwork _model;
    readonly Adam _optimizer;
    readonly SequenceBatch[] _batches;
    readonly float[] _answers;
    readonly Inspector? _inspector;
    readonly int _stride;
    int _next;

    public NetworkStep(bool convolution, int? stride)
    {
        var rng = new Rng(1);
        _model = new BenchNetwork(convolution, Vocabulary, Steps, rng.Fork("model"));
        _optimizer = new Adam(_model.Parameters, new AdamOptions { LearningRate = 1e-3 });
        _stride = stride ?? 0;
        if (stride is not null) _inspector = new Inspector(LensSets.Default()) { Stride = 1, StepsPerEpoch = TrainingStep.StepsPerEpoch }.Attach(_model, _optimizer);
        int[] lengths = [.. Enumerable.Repeat(Steps, Batch)];
        _batches = [.. Enumerable.Range(0, Batches).Select(i => SequenceBatch.FromIds(BenchData.Words(lengths, Vocabulary, rng.Fork($"batch {i}"))))];
        _answers = [.. Enumerable.Range(0, Batch).Select(_ => (float)rng.Next(2))];
    }

    public double? WatchingShare => _inspector?.WatchingShare;

    public double NextFlops => _model.Flops(Batch, Steps);

    public void Begin()
    {
        if (_inspector is not null) _inspector.Attach(_model, _optimizer).Stride = _stride;
    }

    public void GoOn() => _inspector?.SkipTime();

    public void Run()
    {
        Tensor loss = BinaryCrossEntropy.WithLogits(_model.Forward(_batches[_next++ % Batches]), _answers);
        _inspector?.PushLoss(loss.Item(), Batch);
        loss.Backward();
        _optimizer.Step();
    }
}
