using Unfold.Inspection;
using Unfold.Nn;
using Unfold.Optim;

namespace Unfold.Doctor.Tests;

/// <summary>A healthy net of every layer there is beside the recurrent ones: watched by all lenses, checked before, and no alarm.</summary>
public sealed class TextLayersTests
{
    [Theory]
    [InlineData(ConvolutionPadding.Valid), InlineData(ConvolutionPadding.Same)]
    public void Rules_ConvolutionPoolingAttentionAndNorms_RaiseNoAlarm(ConvolutionPadding padding)
    {
        TokenTask task = Tasks.Opinions(seed: 3).Encode();
        var net = new LayeredNet(task.Words.Count, padding);
        var adam = new Adam(net.Parameters, new AdamOptions { LearningRate = 0.005 });
        RunEvidence run = new Loop(task, net, net.Forward, adam) { Lenses = LensSets.All(), Checks = true, Epochs = 5 }.Run();
        IReadOnlyList<Finding> findings = Rules.Check(run);
        Assert.True(findings.All(finding => finding.Severity != FindingSeverity.Critical), string.Join('\n', findings.Select(finding => $"{finding.Severity} {finding.Id}: {finding.Title} {finding.Evidence}")));
        Assert.True(run.Run.Checks!.Gradients!.Parameters.All(parameter => parameter.Error < 1e-4), string.Join('\n', run.Run.Checks.Gradients.Parameters));
    }

    sealed class LayeredNet : Module
    {
        readonly WordDropout _words;
        readonly VariationalDropout _features;
        readonly Embedding _embedding;
        readonly Conv1d _filters;
        readonly BatchNorm1d _batchNorm;
        readonly ActivationLayer _relu;
        readonly MaxPool1d _pool;
        readonly Lstm _lstm;
        readonly AdditiveAttention _attention;
        readonly Sequential _head;

        public LayeredNet(int words, ConvolutionPadding padding)
        {
            Rng rng = new Rng(5).Fork("model");
            _words = Register("words", new WordDropout(0.02, rng.Fork("words"), replacement: TokenTask.Pad));
            _features = Register("features", new VariationalDropout(0.05, rng.Fork("features")));
            _embedding = Register("embedding", new Embedding(words, 8, rng, paddingIndex: TokenTask.Pad));
            _filters = Register("conv", new Conv1d(8, 12, 3, rng, padding));
            _batchNorm = Register("batchNorm", new BatchNorm1d(12));
            _relu = Register("relu", new ActivationLayer(Activation.Relu));
            _pool = Register("pool", new MaxPool1d(2));
            _lstm = Register("lstm", new Lstm(12, 16, rng));
            _attention = Register("attention", new AdditiveAttention(16, 8, rng));
            _head = Register("head", new Sequential(new Highway(16, rng), new Residual(new Linear(16, 16, rng)), new LayerNorm(16), new Linear(16, 1, rng)));
        }

        public Tensor Forward(SequenceBatch texts)
        {
            SequenceTensor words = _features.Forward(_embedding.Forward(_words.Forward(texts)));
            SequenceTensor found = _pool.Forward(_relu.Forward(_batchNorm.Forward(_filters.Forward(words))));
            return _head.Forward(_attention.Forward(_lstm.Forward(found).Output).Context);
        }
    }
}
