using Unfold.Inspection;
using Unfold.Nn;
using Unfold.Optim;
using Unfold.Training;

namespace Unfold.Doctor.Tests;

/// <summary>A step size so large that a ReLU network's numbers overflow.</summary>
sealed class NonFiniteRecipe : PlantedFault
{
    public override string Id => "D01";
    public override string Name => "SGD of rate 900, ReLU RNN on opinions";

    public override IReadOnlyList<Finding> Train(ulong seed, bool healthy)
    {
        Recipe recipe = RecipeRun.Small with
        {
            Seed = seed,
            Model = RecipeRun.Small.Model with { Cell = CellKind.Rnn, Activation = Activation.Relu },
            Training = RecipeRun.Small.Training with { Optimizer = healthy ? OptimizerKind.Adam : OptimizerKind.Sgd, LearningRate = healthy ? 0.005 : 900 },
        };
        return RecipeRun.Check(recipe, Tasks.Opinions(seed).ToData());
    }
}

/// <summary>A loss of one's own that takes the logarithm of a probability that may be zero.</summary>
sealed class NonFiniteLoop : PlantedFault
{
    public override string Id => "D01";
    public override string Name => "loss divided by zero at step 40, GRU on word order, own loop";

    public override IReadOnlyList<Finding> Train(ulong seed, bool healthy)
    {
        TokenTask task = Tasks.WordOrder(seed).Encode();
        TinyNet net = new("gru", task, seed);
        int step = 0;
        return new Loop(task, net, net.Forward, new Adam(net.Parameters, new AdamOptions { LearningRate = 0.01 }))
        {
            Seed = seed,
            Loss = (logits, labels) =>
            {
                Tensor loss = BinaryCrossEntropy.WithLogits(logits, [.. labels.Select(label => (float)label)]);
                return Tape.IsRecording && ++step == 40 && !healthy ? Ops.Multiply(loss, Tensor.From([float.PositiveInfinity], loss.Shape)) : loss;
            },
        }.Check();
    }
}
