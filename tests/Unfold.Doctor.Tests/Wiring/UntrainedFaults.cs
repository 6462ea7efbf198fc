using Unfold.Inspection;
using Unfold.Nn;
using Unfold.Optim;

namespace Unfold.Doctor.Tests;

/// <summary>A layer that is made and never used.</summary>
sealed class UnusedLayer : PlantedFault
{
    public override string Id => "D20";
    public override string Name => "a layer that is never used, LSTM on topics";

    public override IReadOnlyList<Finding> Train(ulong seed, bool healthy)
    {
        TokenTask task = Tasks.Topics(seed, classes: 4).Encode();
        Net net = new(task, seed);
        return Before.Diagnose(task, net, texts => net.Forward(texts, healthy));
    }

    sealed class Net : Module
    {
        readonly TinyNet _net;
        readonly Linear _between;

        public Net(TokenTask task, ulong seed)
        {
            _net = Register("net", new TinyNet("lstm", task, seed));
            _between = Register("between", new Linear(16, 16, new Rng(seed)));
        }

        public Tensor Forward(SequenceBatch texts, bool whole)
        {
            Tensor state = _net.Recurrent.Forward(_net.Embedding.Forward(texts)).Final();
            return _net.Output.Forward(whole ? Ops.Tanh(_between.Forward(state)) : state);
        }
    }
}

/// <summary>An optimizer that was not given all parameters.</summary>
sealed class ForgottenParameters : PlantedFault
{
    public override string Id => "D20";
    public override string Name => "embedding not given to the optimizer, GRU on opinions, own loop";

    public override IReadOnlyList<Finding> Train(ulong seed, bool healthy)
    {
        TokenTask task = Tasks.Opinions(seed).Encode();
        TinyNet net = new("gru", task, seed);
        IEnumerable<Parameter> trained = net.Parameters.Where(parameter => healthy || parameter != net.Embedding.Weight);
        return new Loop(task, net, net.Forward, new Adam(trained, new AdamOptions { LearningRate = 0.01 })) { Seed = seed }.Check();
    }
}
