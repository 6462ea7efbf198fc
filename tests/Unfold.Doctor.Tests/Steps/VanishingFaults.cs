using Unfold.Inspection;
using Unfold.Nn;
using Unfold.Optim;

namespace Unfold.Doctor.Tests;

/// <summary>A loss scale that is divided out twice.</summary>
sealed class ScaledAwayGradients : PlantedFault
{
    public override string Id => "D09";
    public override string Name => "gradients divided by 1e9, GRU with SGD on opinions, own loop";

    public override IReadOnlyList<Finding> Train(ulong seed, bool healthy)
    {
        TokenTask task = Tasks.Opinions(seed).Encode();
        TinyNet net = new("gru", task, seed);
        return new Loop(task, net, net.Forward, new Sgd(net.Parameters, new SgdOptions { LearningRate = 0.5, Momentum = 0.9 }))
        {
            Seed = seed,
            BeforeStep = _ => GradientTamper.Scale(net, healthy ? 1 : 1e-9),
        }.Check();
    }
}

/// <summary>Layer upon layer of sigmoids, each of which takes three quarters of the gradient at least.</summary>
sealed class SigmoidTower : PlantedFault
{
    public override string Id => "D09";
    public override string Name => "ten sigmoid layers on a mean of word vectors, topics, own loop";

    public override IReadOnlyList<Finding> Train(ulong seed, bool healthy)
    {
        TokenTask task = Tasks.Topics(seed, 4).Encode();
        Tower net = new(task, seed, healthy ? 1 : 10);
        return new Loop(task, net, net.Forward, new Sgd(net.Parameters, new SgdOptions { LearningRate = 0.5, Momentum = 0.9 })) { Seed = seed }.Check();
    }

    sealed class Tower : Module
    {
        readonly Embedding _embedding;
        readonly List<Linear> _layers = [];
        readonly Linear _output;

        public Tower(TokenTask task, ulong seed, int layers)
        {
            Rng rng = new Rng(seed).Fork("model");
            _embedding = Register("embedding", new Embedding(task.Words.Count, 16, rng));
            for (int i = 0; i < layers; i++)
                _layers.Add(Register($"layer{i}", new Linear(16, 16, rng)));
            _output = Register("fc", new Linear(16, task.Classes.Count, rng));
        }

        public Tensor Forward(SequenceBatch texts)
        {
            Tensor x = Ops.ReadOut(_embedding.Forward(texts), ReadOut.Mean);
            foreach (Linear layer in _layers)
                x = Ops.Sigmoid(layer.Forward(x));
            return _output.Forward(x);
        }
    }
}
