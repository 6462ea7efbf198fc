// dotnet run -c Release --project samples/OwnLens
// A lens of one's own: how far apart are the answers of a batch? A net that says the same to every text has a spread of zero.
using Unfold;
using Unfold.Inspection;
using Unfold.Nn;
using Unfold.Optim;

var rng = new Rng(1);
var model = new Sequential(new Linear(4, 8, rng), new ActivationLayer(Activation.Tanh), new Linear(8, 1, rng));
var optimizer = new Sgd(model.Parameters, new SgdOptions { LearningRate = 0.5 });
var spread = new AnswerSpread(model.Children[^1].Child);
using var inspector = new Inspector(new LossMetrics(), spread).Attach(model, optimizer);

for (int epoch = 0; epoch < 4; epoch++)
{
    for (int step = 0; step < 50; step++)
    {
        float[] x = [.. Enumerable.Range(0, 32 * 4).Select(_ => (float)rng.NextNormal())];
        float[] isPositive = [.. Enumerable.Range(0, 32).Select(i => x[4 * i] + x[(4 * i) + 1] > 0 ? 1f : 0f)];
        Tensor loss = BinaryCrossEntropy.WithLogits(model.Forward(Tensor.From(x, new Shape(32, 4))), isPositive);
        loss.Backward();
        optimizer.Step();
        inspector.PushLoss(loss.Item(), 32);
    }
    inspector.TickEpoch();
}
RecordRows epochs = inspector.ReadRecord().Epochs;
RecordColumn means = epochs.Find(new("answers", "2", "spread"))!;
for (int row = 0; row < epochs.Count; row++) Console.WriteLine($"epoch {epochs.Epochs[row]}: spread of the answers {means.Values[row]:F2}");

/// <summary>The standard deviation of a module's outputs within a batch, step by step, and its mean by epoch.</summary>
sealed class AnswerSpread(Module answers) : Lens
{
    LensContext? _context;
    Series? _steps, _epochs;

    public override string Name => "answers";

    public override void Begin(LensContext context)
    {
        _context = context;
        _steps = context.Open(RecordTable.Step, LensContext.NameOf(answers), "spread");
        _epochs = context.Open(RecordTable.Epoch, LensContext.NameOf(answers), "spread");
    }

    public override ModuleSignals Watches(Module module) => module == answers ? ModuleSignals.Output : ModuleSignals.None;

    public override void OnOutput(in ModuleOutput output)
    {
        double sum = 0, squares = 0;
        foreach (float logit in output.Output.Span<float>()) (sum, squares) = (sum + logit, squares + ((double)logit * logit));
        int count = output.Output.Length;
        double deviation = Math.Sqrt(Math.Max(0, (squares / count) - (sum / count * (sum / count))));
        _steps!.Push(deviation);
        if (deviation < 1e-3) _context!.Alarm(output.Name, "spread", $"all answers are the same: their spread is {deviation:G2}");
    }

    public override void OnEpochEnd(int epoch) => _epochs!.Push(_steps!.ThisEpoch.Mean);
}
