using Unfold.Inspection;
using Unfold.Optim;

namespace Unfold.Doctor.Tests;

/// <summary>A validation loss that is the mean of the batches' means.</summary>
sealed class MeanOfMeans : PlantedFault
{
    public override string Id => "D45";
    public override string Name => "validation loss averaged over unequal batches, GRU on opinions, own loop";
    public override string? FromSeed => "001";

    public override IReadOnlyList<Finding> Train(ulong seed, bool healthy)
    {
        TokenTask task = Tasks.Opinions(seed, train: 390).Encode();
        TinyNet net = new("gru", task, seed);
        return new Loop(task, net, net.Forward, new Adam(net.Parameters, new AdamOptions { LearningRate = 0.003 })) { Seed = seed, Epochs = 4, Judged = (inspector, train, batches) => Push(inspector, train, batches, healthy, ofTraining: false) }.Check();
    }

    public static void Push(Inspector inspector, bool train, IReadOnlyList<(double Mean, int Examples)> batches, bool healthy, bool ofTraining)
    {
        if (train != ofTraining)
            return;
        double mean = healthy ? batches.Sum(batch => batch.Mean * batch.Examples) / batches.Sum(batch => batch.Examples) : batches.Average(batch => batch.Mean);
        inspector.PushMetric("meanLoss", mean, 1, train);
    }
}

/// <summary>The same for the training loss.</summary>
sealed class MeanOfMeansOfTraining : PlantedFault
{
    public override string Id => "D45";
    public override string Name => "training loss averaged over unequal batches, LSTM on topics, own loop";
    public override string? FromSeed => "002";
    public override IReadOnlyList<string> Besides => ["D38"];

    public override IReadOnlyList<Finding> Train(ulong seed, bool healthy)
    {
        TokenTask task = Tasks.Topics(seed, classes: 4, train: 481).Encode();
        TinyNet net = new("lstm", task, seed);
        return new Loop(task, net, net.Forward, new Adam(net.Parameters, new AdamOptions { LearningRate = 0.01 })) { Seed = seed, BatchSize = 48, Epochs = 6, Judged = (inspector, train, batches) => MeanOfMeans.Push(inspector, train, batches, healthy, ofTraining: true) }.Check();
    }
}

/// <summary>An optimizer that is made anew in every epoch, watched every time.</summary>
sealed class AdamAnew : PlantedFault
{
    public override string Id => "D46";
    public override string Name => "Adam made anew each epoch, GRU on opinions, own loop";
    public override string? FromSeed => "003";

    public override IReadOnlyList<Finding> Train(ulong seed, bool healthy)
    {
        TokenTask task = Tasks.Opinions(seed).Encode();
        TinyNet net = new("gru", task, seed);
        AdamOptions options = new() { LearningRate = 0.005 };
        return new Loop(task, net, net.Forward, new Adam(net.Parameters, options))
        {
            Seed = seed, Epochs = 6, NextOptimizer = healthy ? null : last => new Adam(net.Parameters, options) { Observer = last.Observer },
        }.Check();
    }
}

/// <summary>The same, with only the first one watched.</summary>
sealed class AdamAnewUnseen : PlantedFault
{
    public override string Id => "D46";
    public override string Name => "Adam made anew each epoch and not attached, LSTM on topics, own loop";
    public override string? FromSeed => "003";

    public override IReadOnlyList<Finding> Train(ulong seed, bool healthy)
    {
        TokenTask task = Tasks.Topics(seed, classes: 4).Encode();
        TinyNet net = new("lstm", task, seed);
        AdamOptions options = new() { LearningRate = 0.01 };
        return new Loop(task, net, net.Forward, new Adam(net.Parameters, options)) { Seed = seed, NextOptimizer = healthy ? null : _ => new Adam(net.Parameters, options) }.Check();
    }
}
