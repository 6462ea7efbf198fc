// dotnet run -c Release --project samples/OwnLoop
// A model of one's own, a loop of one's own, the inspector attached: which of two symbols came first, up to 30 steps ago?
using Unfold;
using Unfold.Inspection;
using Unfold.Nn;
using Unfold.Optim;

var rng = new Rng(1);
var model = new FirstSymbol(rng);
var optimizer = new Adam(model.Parameters, new AdamOptions { LearningRate = 0.01, ClipNorm = 1 });
using var inspector = new Inspector(LensSets.Default()).Attach(model, optimizer);

for (int epoch = 0; epoch < 4; epoch++)
{
    double sum = 0;
    for (int step = 0; step < 100; step++)
    {
        int[][] texts = [.. Enumerable.Range(0, 32).Select(_ => Enumerable.Range(0, 5 + rng.Next(26)).Select(_ => rng.Next(8)).ToArray())];
        float[] firstIsEven = [.. texts.Select(text => text[0] % 2 == 0 ? 1f : 0f)];
        Tensor loss = BinaryCrossEntropy.WithLogits(model.Forward(SequenceBatch.FromIds(texts)), firstIsEven);
        loss.Backward();
        optimizer.Step();
        inspector.PushLoss(loss.Item(), texts.Length);
        sum += loss.Item() / 100;
    }
    inspector.TickEpoch();
    Console.WriteLine($"epoch {epoch}: loss {sum:F3}");
}
RecordRows steps = inspector.ReadRecord().Steps;
for (int epoch = 0; epoch < 4; epoch++)
{
    double firstToLast = Distribution.Of(steps.InEpoch(steps.Find(new("time", "gru.l0", "firstToLast"))!, epoch)).P50;
    Console.WriteLine($"epoch {epoch}: the first symbol gets {firstToLast:G2} of the gradient that the last one gets");
}

sealed class FirstSymbol : Module
{
    readonly Embedding _embedding;
    readonly Gru _gru;
    readonly Linear _fc;

    public FirstSymbol(Rng rng)
    {
        _embedding = Register("embedding", new Embedding(count: 8, width: 16, rng));
        _gru = Register("gru", new Gru(16, 32, rng));
        _fc = Register("fc", new Linear(32, 1, rng));
    }

    public Tensor Forward(SequenceBatch texts) => _fc.Forward(Ops.ReadOut(_gru.Forward(_embedding.Forward(texts)).Output, ReadOut.Last));
}
