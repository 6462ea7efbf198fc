using Unfold.Inspection;
using Unfold.Nn;
using Unfold.Optim;

namespace Unfold.Doctor.Tests;

/// <summary>Features that are not centred: one is as large in every text. Plain gradient descent just below the largest stable rate swings along it for ever.</summary>
abstract class Overshooting : PlantedFault
{
    public override string Id => "D16";

    /// <summary>Squared error, whose curvature is the same everywhere: twice the mean square of the features.</summary>
    /// <param name="task">The data, of two classes.</param>
    /// <param name="seed">Where weights and order come from.</param>
    /// <param name="rateTimesCurvature">At 2 the steps diverge, near 2 they swing, far below they do not.</param>
    /// <param name="constant">The large feature.</param>
    /// <param name="width">Features in all.</param>
    protected static IReadOnlyList<Finding> Train(TokenTask task, ulong seed, double rateTimesCurvature, float constant, int width)
    {
        Features net = new(task, seed, constant, width);
        double curvature = 2 * ((constant * constant) + (2.0 * width));
        return new Loop(task, net, net.Forward, new Sgd(net.Parameters, new SgdOptions { LearningRate = rateTimesCurvature / curvature }))
        {
            Seed = seed,
            BatchSize = 40,
            Epochs = 100,
            ProbeTexts = 0,
            Loss = SquaredError,
        }.Check();
    }

    static Tensor SquaredError(Tensor answers, int[] labels)
    {
        Tensor error = Ops.Subtract(answers, Tensor.From([.. labels.Select(label => label - 0.5f)], answers.Shape));
        return Ops.Mean(Ops.Multiply(error, error));
    }

    /// <summary>A linear layer on the mean of word vectors that are never trained; the first feature of every word is the same large number.</summary>
    sealed class Features : Module
    {
        readonly Embedding _embedding;
        readonly Linear _output;

        public Features(TokenTask task, ulong seed, float constant, int width)
        {
            Rng rng = new Rng(seed).Fork("model");
            _embedding = Register("embedding", new Embedding(task.Words.Count, width, rng));
            _embedding.Weight.Trainable = false;
            Span<float> values = _embedding.Weight.Value.Span<float>();
            for (int i = 0; i < values.Length; i++)
                values[i] = i % width == 0 ? constant : 3 * values[i];
            _output = Register("fc", new Linear(width, 1, rng, bias: false));
        }

        public Tensor Forward(SequenceBatch texts) => _output.Forward(Ops.ReadOut(_embedding.Forward(texts), ReadOut.Mean));
    }
}

/// <summary>On opinions.</summary>
sealed class OvershootingOpinions : Overshooting
{
    public override string Name => "a feature of 16 in every text, rate near 2 over the curvature, linear on opinions, 30 % wrong labels, own loop";

    public override IReadOnlyList<Finding> Train(ulong seed, bool healthy) => Train(Doubtful.Labels(Tasks.Opinions(seed, wrong: 0.3), seed, 0.3).Encode(), seed, healthy ? 0.2 : 1.85, constant: 16, width: 16);
}

/// <summary>On two topics.</summary>
sealed class OvershootingTopics : Overshooting
{
    public override string Name => "a feature of 12 in every text, rate near 2 over the curvature, linear on two topics, 30 % wrong labels, own loop";

    public override IReadOnlyList<Finding> Train(ulong seed, bool healthy) => Train(Doubtful.Labels(Tasks.Topics(seed, 2, wrong: 0.6), seed, 0.3).Encode(), seed, healthy ? 0.2 : 1.85, constant: 12, width: 16);
}
