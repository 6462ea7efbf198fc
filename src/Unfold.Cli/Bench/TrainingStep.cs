using Unfold.Inspection;
using Unfold.Nn;
using Unfold.Optim;

namespace Unfold.Cli;

/// <summary>A workload's whole training step, on batches that are in memory already.</summary>
sealed class TrainingStep : IBenchStep
{
    /// <summary>As in an epoch that is long.</summary>
    public const int StepsPerEpoch = 1000;

    const int Batches = 8;
    readonly Workload _workload;
    readonly BenchModel _model;
    readonly Optimizer _optimizer;
    readonly BenchBatch[] _batches;
    readonly Inspector? _inspector;
    readonly int _stride;
    int _next;

    /// <param name="workload">What to train.</param>
    /// <param name="stride">From one step that the default lenses look at closely to the next; null: nobody watches.</param>
    public TrainingStep(Workload workload, int? stride)
    {
        _workload = workload;
        var rng = new Rng(1);
        _model = new BenchModel(workload, rng.Fork("model"));
        double? clip = workload.ClipNorm > 0 ? workload.ClipNorm : null;
        _optimizer = workload.PlainDescent
            ? new Sgd(_model.Parameters, new SgdOptions { LearningRate = workload.LearningRate, ClipNorm = clip })
            : new Adam(_model.Parameters, new AdamOptions { LearningRate = workload.LearningRate, ClipNorm = clip });
        _stride = stride ?? 0;
        if (stride is not null) _inspector = new Inspector(LensSets.Default()) { Stride = 1, StepsPerEpoch = StepsPerEpoch }.Attach(_model, _optimizer);
        _batches = [.. Enumerable.Range(0, Batches).Select(i => new BenchBatch(workload, rng.Fork($"batch {i}")))];
    }

    public double? WatchingShare => _inspector?.WatchingShare;

    public double NextFlops => _workload.Flops(_batches[_next % Batches].Layout.TotalSteps, inputGradient: _workload.Vocabulary > 0);

    public void Begin()
    {
        if (_inspector is not null) _inspector.Attach(_model, _optimizer).Stride = _stride;
    }

    public void GoOn() => _inspector?.SkipTime();

    public void Run()
    {
        BenchBatch batch = _batches[_next++ % Batches];
        SequenceTensor input = batch.Words is { } words ? _model.Embed(words) : new SequenceTensor(batch.Layout, batch.Vectors!);
        Tensor output = _model.Forward(input);
        Tensor loss = _workload.Target == BenchTarget.Sum ? Ops.Sum(output)
            : _workload.Outputs == 1 ? BinaryCrossEntropy.WithLogits(output, batch.YesOrNo)
            : CrossEntropy.WithLogits(output, batch.Classes);
        _inspector?.PushLoss(loss.Item(), _workload.Batch);
        loss.Backward();
        _optimizer.Step();
    }
}
