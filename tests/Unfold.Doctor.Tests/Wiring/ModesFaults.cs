using Unfold.Inspection;
using Unfold.Nn;
using Unfold.Optim;

namespace Unfold.Doctor.Tests;

/// <summary>Validation in training mode: dropout is on.</summary>
sealed class DropoutInValidation : PlantedFault
{
    public override string Id => "D41";
    public override string Name => "validation with dropout on, GRU on opinions, own loop";

    public override IReadOnlyList<Finding> Train(ulong seed, bool healthy)
    {
        TokenTask task = Tasks.Opinions(seed).Encode();
        WithDropout net = new(task, seed);
        return new Loop(task, net, net.Forward, new Adam(net.Parameters, new AdamOptions { LearningRate = 0.01 })) { Seed = seed, JudgesInTraining = !healthy, Epochs = 4 }.Check();
    }

    sealed class WithDropout : Module
    {
        readonly TinyNet _net;
        readonly Dropout _dropout;

        public WithDropout(TokenTask task, ulong seed)
        {
            _net = Register("net", new TinyNet("gru", task, seed));
            _dropout = Register("dropout", new Dropout(0.3, new Rng(seed).Fork("dropout")));
        }

        public Tensor Forward(SequenceBatch texts) => _net.Output.Forward(_dropout.Forward(_net.Recurrent.Forward(_net.Embedding.Forward(texts)).Final()));
    }
}

/// <summary>Noise of one's own that does not ask for the mode.</summary>
sealed class NoiseAlways : PlantedFault
{
    public override string Id => "D41";
    public override string Name => "dropout of one's own that is never off, LSTM on topics";

    public override IReadOnlyList<Finding> Train(ulong seed, bool healthy)
    {
        TokenTask task = Tasks.Topics(seed, classes: 4).Encode();
        TinyNet net = new("lstm", task, seed);
        Rng rng = new Rng(seed).Fork("noise");
        return Before.Diagnose(task, net, texts =>
        {
            Tensor state = net.Recurrent.Forward(net.Embedding.Forward(texts)).Final();
            return net.Output.Forward(healthy ? state : Ops.Dropout(state, 0.3, rng));
        });
    }
}
