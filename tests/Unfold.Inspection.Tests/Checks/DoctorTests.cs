using Unfold.Nn;
using Unfold.Optim;

namespace Unfold.Inspection.Tests;

public sealed class DoctorTests
{
    static readonly int[][] Texts = TextNet.Texts(4, 30, [5, 7, 3, 6, 9, 2, 4, 8, 6, 5, 7, 4]);

    [Fact]
    public void Check_InTheMiddleOfATraining_LeavesItTheSameToTheBit()
    {
        float[] alone = Train(null);
        Assert.Equal(alone, Train(net => Doctor.Check(net, net.Probe(Texts))));
        foreach (int question in (int[])[1, 2, 5, 9, 14, 40, 100, 160]) // ended in the middle of each of these
            Assert.Equal(alone, Train(net => Ended(net, question)));

        static void Ended(TextNet net, int question)
        {
            using CancellationTokenSource stop = new();
            Probe plain = net.Probe(Texts);
            Probe probe = new(plain.Sequences, plain.Labels, batch =>
            {
                if (--question == 0)
                    stop.Cancel(); // the operations of this very question are ended
                return net.Forward(batch);
            });
            Assert.ThrowsAny<OperationCanceledException>(() => Doctor.Check(net, probe, new CheckOptions { Cancellation = stop.Token }));
            Assert.Equal(0, question);
        }

        static float[] Train(Action<TextNet>? check)
        {
            TextNet net = new("gru", options: new RecurrentOptions { Layers = 2, Dropout = 0.2 });
            Adam adam = new(net.Parameters, new AdamOptions { LearningRate = 0.01, ClipNorm = 1 });
            for (int step = 0; step < 12; step++)
            {
                int[][] texts = [Texts[step % 5], Texts[5 + (step % 6)]];
                BinaryCrossEntropy.WithLogits(net.Forward(SequenceBatch.FromIds(texts)), [0, 1]).Backward();
                if (step == 6)
                    check?.Invoke(net); // gradients wait for the step
                adam.Step();
            }
            return [.. net.Parameters.SelectMany(parameter => parameter.Value.ToFloats())];
        }
    }

    [Theory]
    [InlineData("rnn", 1)]
    [InlineData("lstm", 3)]
    [InlineData("gru", 1)]
    public void Check_HealthyModel_IsWholeAndFindsNothing(string cell, int classes)
    {
        TextNet net = new(cell, classes: classes, options: new RecurrentOptions { Layers = 2 });
        ChecksDocument checks = Doctor.Check(net, net.Probe(Texts));

        Assert.Empty(checks.Omitted);
        Assert.Equal(["initial loss", "initialisation", "structure", "examples must not mix", "causality", "training and evaluation mode", "gradients", "overfit one batch", "input", "outputs"], checks.Took.Keys);
        Assert.Equal((0d, 0d), (checks.Mixing!.Influence, checks.Mixing.Changed));
        Assert.All(checks.Mixing.Dependence.Select((row, i) => row[i]), own => Assert.True(own > 0));
        Assert.All(checks.Causality!.Ahead.Values, ahead => Assert.Equal(0, ahead));
        Assert.Equal(2, checks.Causality.Ahead.Count);
        Assert.Equal(checks.Modes!.Evaluation, checks.Modes.Training);
        Assert.All(checks.Gradients!.Parameters, parameter => Assert.InRange(parameter.Error, 0, 1e-5));
        Assert.Equal(net.Parameters.Select(parameter => parameter.Name), checks.Gradients.Parameters.Select(parameter => parameter.Name));
        Assert.Equal(0, checks.Overfit!.Errors);
        Assert.True(checks.Input!.Exchanged > 10 * checks.Input.Own);
        Assert.Equal(classes == 1 ? Math.Log(2) : Math.Log(3), checks.InitialLoss!.Uniform, 6);
        Assert.DoesNotContain(Rules.Check(new RunDocument { Checks = checks }), finding => finding.Severity > FindingSeverity.Note);
    }

    [Fact]
    public void Check_TimeIsOver_SaysOfEveryCheckThatItWasLeftOut()
    {
        TextNet net = new("gru");
        ChecksDocument checks = Doctor.Check(net, net.Probe(Texts), new CheckOptions { Budget = TimeSpan.Zero });

        Assert.Null(checks.InitialLoss);
        Assert.Contains(new OmittedCheck(CheckNames.Gradients, "the 0 seconds were over"), checks.Omitted);
        Assert.Contains(new OmittedCheck(CheckNames.Input, "it goes on from \"overfit one batch\", which was not made"), checks.Omitted);
        Assert.Empty(Rules.Check(new RunDocument { Checks = checks }));
    }

    [Fact]
    public void Check_ModelThatComputesInSinglePrecisionOnly_IsComparedInThat()
    {
        TextNet net = new("gru");
        Probe probe = net.Probe(Texts), single = new(probe.Sequences, probe.Labels, batch => Ops.Add(net.Forward(batch), Tensor.Zeros(new Shape(batch.Count, 1))));
        GradientsCheck check = Doctor.Check(net, single).Gradients!;

        Assert.Equal("Float32", check.Precision);
        Assert.All(check.Parameters, parameter => Assert.InRange(parameter.Error, 0, Thresholds.Default["D43.single"]));
        Assert.All(net.Parameters, parameter => Assert.Equal(DType.Float32, parameter.DType));
    }

    [Fact]
    public void Check_PadsReadAsWords_CountsAnswersThatMorePadsChange()
    {
        TextNet net = new("rnn");
        int[][] padded = TextNet.Texts(4, 30, [5, 7, 3, 6, 9, 2, 4, 8], padTo: 12);
        PaddingCheck check = Doctor.Check(net, net.Probe(padded, padding: 0)).Padding!;

        Assert.Equal((5, 6.5), (check.Added, check.Behind));
        Assert.InRange(check.Largest, 1e-6, 1);
        Assert.Null(Doctor.Check(net, net.Probe(Texts)).Padding);
    }

    [Fact]
    public void Checks_OfAnInspector_AreInTheRecordAlone()
    {
        TextNet net = new("lstm");
        ChecksDocument checks = Doctor.Check(net, net.Probe(Texts));
        using Inspector inspector = new(new LossMetrics()) { Checks = checks };
        inspector.Attach(net);

        ChecksDocument read = new RunEvidence(inspector.ReadRecord()).Run.Checks!;
        Assert.Equal(checks.Overfit!.Curve, read.Overfit!.Curve);
        Assert.Equal(checks.Took, read.Took);
        Assert.Equal(checks.Gradients!.Parameters, read.Gradients!.Parameters);
        Assert.Equal(checks.Mixing!.Dependence, read.Mixing!.Dependence);
        Assert.Equal(RunJson.Write(new RunDocument { Checks = checks }), RunJson.Write(RunJson.Read(RunJson.Write(new RunDocument { Checks = checks }), "run.json")));
    }

    [Fact]
    public void Read_ChecksWithMembersLeftOut_AreEmptyAndNotNull()
    {
        const string json = """{"schemaVersion":1,"recipe":"r","out":"","data":{"name":"d","classes":[]},"model":{"summary":""},"epochs":[],"checks":{"mixing":{},"gradients":{},"structure":{},"initialisation":{}}}""";
        ChecksDocument checks = RunJson.Read(json, "run.json").Checks!;

        Assert.Empty(checks.Omitted);
        Assert.Empty(checks.Mixing!.Dependence);
        Assert.Empty(checks.Gradients!.Parameters);
        Assert.Empty(checks.Structure!.Reused);
        Assert.Empty(checks.Initialisation!.OneSign);
        Assert.Empty(Rules.Check(new RunDocument { Checks = checks }));
    }
}
