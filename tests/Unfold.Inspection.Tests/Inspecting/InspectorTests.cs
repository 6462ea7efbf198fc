using Unfold.Nn;
using Unfold.Optim;

namespace Unfold.Inspection.Tests;

/// <summary>The inspector and its lenses; the numbers in brackets are those of the known defects of a tool that came before.</summary>
public sealed class InspectorTests
{
    sealed class Model : Module
    {
        public Parameter Table { get; }
        public Parameter Weight { get; }

        public Model()
        {
            Table = Register("embedding", Tensor.Zeros(new Shape(5, 2)));
            Weight = Register("weight_hh_l0", Tensor.Zeros(new Shape(2, 2)));
        }
    }

    static ParameterObservation Gradient(Parameter parameter, double norm, double? cosineToSameNorm = null, long nonFinite = 0) => new()
    {
        Parameter = parameter,
        Sums = new StepSums
        {
            GradientNormSquared = norm * norm, PreviousNormSquared = norm * norm,
            PreviousDot = cosineToSameNorm * norm * norm, NonFiniteCount = nonFinite,
        },
    };

    static void TrainStep(Inspector inspector, Model model, double loss, int examples, double norm, double? cosine)
    {
        inspector.PushLoss(loss, examples);
        inspector.Observe(Gradient(model.Table, norm, cosine));
        inspector.Observe(Gradient(model.Weight, 2 * norm, cosine));
        inspector.Observe(new StepObservation { Norm = norm * Math.Sqrt(5), ClippedNorm = double.NaN });
    }

    [Fact]
    public void Loss_BatchesOfDifferentSizes_IsWeightedByExamples() // (24)
    {
        LossMetrics loss = new();
        using Inspector inspector = new Inspector(loss).Attach(new Model());
        inspector.PushLoss(1, 32);
        inspector.PushLoss(5, 1);
        inspector.PushLoss(2, 10, train: false);
        inspector.PushLoss(4, 30, train: false);
        inspector.PushMetric("accuracy", 0.5, examples: 1);
        inspector.PushMetric("accuracy", 1, examples: 3);
        inspector.TickEpoch();

        Assert.Equal(37.0 / 33, loss.Loss(train: true)!.Value, 12);
        Assert.Equal(3.5, loss.Loss(train: false)!.Value, 12);
        Assert.Equal(0.875, loss.Validation["accuracy"], 12);
        Assert.Equal([32, 1], inspector.ReadRecord().Steps.BatchSizes);
    }

    [Fact]
    public void Quantiles_OfBatches_AreThoseTheyAreCalled() // (2, 3, 16)
    {
        LossMetrics loss = new();
        using Inspector inspector = new Inspector(loss).Attach(new Model());
        foreach (double value in (double[])[5, 1, 4, 2, 3])
            inspector.PushLoss(value, 1);
        inspector.TickEpoch();

        Distribution batches = loss.TrainBatches;
        Assert.Equal((1, 2, 3, 4, 5), (batches.Min, batches.P25, batches.P50, batches.P75, batches.Max));
    }

    [Fact]
    public void Tick_WithoutLossOrWithValidationOnly_HasNothingAndNoNaN() // (17)
    {
        LossMetrics loss = new();
        using Inspector inspector = new Inspector(loss).Attach(new Model());
        inspector.TickEpoch();
        Assert.Null(loss.Loss(train: true));
        inspector.PushLoss(2, 1, train: false);
        inspector.TickEpoch();
        Assert.Null(loss.Loss(train: true));
        Assert.Equal(2, loss.Loss(train: false));
    }

    [Fact]
    public void Cosine_FirstStep_IsMissingAndLaterEpochsGoOn() // (5)
    {
        Model model = new();
        using Inspector inspector = new Inspector(new ParameterGradientGeometry()).Attach(model);
        for (int epoch = 0; epoch < 2; epoch++)
        {
            for (int step = 0; step < 3; step++)
                TrainStep(inspector, model, 1, 4, 1, epoch + step == 0 ? null : 0.9);
            inspector.TickEpoch();
        }

        RecordRows steps = inspector.ReadRecord().Steps;
        RecordColumn cosine = steps.Find(new("gradients", "weight_hh_l0", "cosine"))!;
        Assert.False(cosine.Has(0));
        Assert.Equal(2, steps.InEpoch(cosine, 0).Length);
        Assert.Equal(3, steps.InEpoch(cosine, 1).Length);
        Assert.All(steps.All(cosine), value => Assert.Equal(0.9, value, 6));
    }

    [Theory]
    [InlineData(1e-4)]
    [InlineData(1e-6)]
    [InlineData(1e-30)]
    public void Cosine_OfTinyGradients_IsOne(double norm) => Assert.Equal(1, Gradient(new Model().Weight, norm, 1).Cosine!.Value, 12); // (6, 11)

    [Fact]
    public void Cosine_OfAZeroGradient_IsMissing() => Assert.Null(Gradient(new Model().Weight, 0, 1).Cosine);

    [Fact]
    public void Geometry_SeesEveryParameterByItsFullName() // (4: names are never taken apart; embeddings and recurrent weights are in)
    {
        Model model = new();
        ParameterGradientGeometry geometry = new(rootMeanSquare: true);
        using Inspector inspector = new Inspector(geometry).Attach(model);
        TrainStep(inspector, model, 1, 4, 3, null);
        inspector.TickEpoch();

        Assert.Equal(["embedding", "weight_hh_l0"], geometry.LastNorms.Keys);
        Assert.Equal(3, geometry.LastNorms["embedding"].P50);
        RecordRows steps = inspector.ReadRecord().Steps;
        Assert.Equal(6 / Math.Sqrt(4), steps.Find(new("gradients", "weight_hh_l0", "rms"))!.Values[0], 6);
        Assert.Equal(3 * Math.Sqrt(5), steps.Find(new("gradients", "all", "norm"))!.Values[0], 5);
        OrderedDictionary<string, GradientDocument> summary = inspector.SummarizeGradients();
        Assert.Equal((10, 4), (summary["embedding"].Elements, summary["weight_hh_l0"].Elements));
        Assert.Equal(6, summary["weight_hh_l0"].Norm.Max);
    }

    [Fact]
    public void Order_OfParameters_IsTheSameInEveryEpoch() // (19)
    {
        Model model = new();
        ParameterGradientGeometry geometry = new();
        using Inspector inspector = new Inspector(geometry).Attach(model);
        for (int epoch = 0; epoch < 3; epoch++)
        {
            TrainStep(inspector, model, 1, 4, 1, null);
            inspector.TickEpoch();
            Assert.Equal(["embedding", "weight_hh_l0"], geometry.LastNorms.Keys);
        }
    }

    [Fact]
    public void NonFinite_IsCountedApartAndAlarmsOnce() // (12)
    {
        Model model = new();
        List<Alarm> heard = [];
        LossMetrics loss = new();
        ParameterGradientGeometry geometry = new();
        using Inspector inspector = new Inspector(loss, geometry) { Alarmed = heard.Add }.Attach(model);
        TrainStep(inspector, model, 1, 4, 1, null);
        for (int i = 0; i < 2; i++)
        {
            inspector.PushLoss(1, 4);
            inspector.Observe(Gradient(model.Weight, double.NaN, nonFinite: 3));
            inspector.Observe(new StepObservation { Norm = double.NaN, ClippedNorm = double.NaN });
        }
        inspector.TickEpoch();

        Alarm alarm = Assert.Single(heard);
        Assert.Equal("Epoch 0, step 1: 3 elements of the gradient of weight_hh_l0 are NaN or infinite.", alarm.Message);
        Assert.Equal((1, 2), (geometry.LastNorms["weight_hh_l0"].Count, geometry.LastNorms["weight_hh_l0"].NonFinite));
        Assert.Equal(2, geometry.LastNorms["weight_hh_l0"].Max);
        Assert.Equal(1, loss.Loss(train: true));
    }

    [Fact]
    public void InactiveEpoch_LeaksNothingIntoTheNext() // (15)
    {
        Model model = new();
        LossMetrics loss = new();
        using Inspector inspector = new Inspector(loss, new ParameterGradientGeometry()) { IsActive = Inspector.Every(2) }.Attach(model);
        TrainStep(inspector, model, 1, 4, 1, null);
        inspector.TickEpoch();
        TrainStep(inspector, model, 100, 4, 1, 0.5);
        inspector.TickEpoch();
        TrainStep(inspector, model, 1, 4, 1, 0.5);
        inspector.TickEpoch();

        Assert.Equal(1, loss.Loss(train: true));
        RecordRows steps = inspector.ReadRecord().Steps;
        Assert.Equal([0, 2], steps.Epochs);
        Assert.Equal([0L, 2L], steps.Steps);
    }

    [Fact]
    public void IsActive_ChangedByTheTick_StillDropsWhatCameBefore()
    {
        LossMetrics loss = new();
        using Inspector inspector = new Inspector(loss).Attach(new Model());
        inspector.PushLoss(100, 1);
        inspector.IsActive = _ => false;
        inspector.TickEpoch();
        inspector.IsActive = _ => true;
        inspector.PushLoss(1, 1);
        inspector.TickEpoch();

        Assert.Equal(1, loss.Loss(train: true));
        Assert.Equal(1, loss.TrainBatches.Count);
    }

    [Fact]
    public void Attach_AnotherModel_BeginsAnew() // (13, 14, 20)
    {
        Model first = new();
        Model second = new();
        ParameterGradientGeometry geometry = new();
        using Inspector inspector = new(new LossMetrics(), geometry);
        inspector.Attach(first);
        TrainStep(inspector, first, 1, 4, 1, null);
        Assert.Equal(0, inspector.TickEpoch());
        inspector.Detach();
        Assert.Equal(1, inspector.ReadRecord().Steps.Count); // readable after the end

        inspector.Attach(second);
        Assert.Equal((0, 0L), (inspector.Epoch, inspector.Step));
        TrainStep(inspector, first, 1, 4, 50, null); // the old model is nobody's business any more
        TrainStep(inspector, second, 1, 4, 2, null);
        Assert.Equal(0, inspector.TickEpoch());
        Assert.Equal((1, 2), (geometry.LastNorms["embedding"].Count, geometry.LastNorms["embedding"].Max));
        Assert.Equal(2, inspector.ReadRecord().Steps.Count);
    }

    [Fact]
    public void Steps_LossPushedBeforeOrAfterTheStep_StandsInItsRow()
    {
        foreach (bool before in (bool[])[true, false])
        {
            Model model = new();
            using Inspector inspector = new Inspector(new LossMetrics(), new ParameterGradientGeometry()).Attach(model);
            for (int step = 0; step < 3; step++)
            {
                if (before)
                    inspector.PushLoss(step, 8 + step);
                inspector.Observe(Gradient(model.Weight, 10 + step));
                inspector.Observe(new StepObservation { Norm = 1, ClippedNorm = 0.5 });
                if (!before)
                    inspector.PushLoss(step, 8 + step);
            }
            inspector.TickEpoch();

            RecordRows steps = inspector.ReadRecord().Steps;
            Assert.Equal([0L, 1L, 2L], steps.Steps);
            Assert.Equal([8, 9, 10], steps.BatchSizes);
            Assert.Equal([0.0, 1, 2], steps.Find(new("loss", "train", "loss"))!.Values);
            Assert.Equal([10.0, 11, 12], steps.Find(new("gradients", "weight_hh_l0", "norm"))!.Values);
            Assert.Equal([0.5, 0.5, 0.5], steps.Find(new("gradients", "all", "clipped"))!.Values); // before and after clipping (23)
        }
    }

    [Fact]
    public void ReadRecord_InTheMiddleOfManySteps_HasEveryStepOnce()
    {
        LossMetrics loss = new();
        Model model = new();
        using Inspector inspector = new Inspector(loss, new ParameterGradientGeometry()).Attach(model);
        for (int step = 0; step < 150; step++)
        {
            TrainStep(inspector, model, step, 4, norm: 1 + step, cosine: 0.5);
            if (step == 99)
                inspector.ReadRecord();
        }
        inspector.TickEpoch();
        RecordRows rows = inspector.ReadRecord().Tables.Single(table => table.Table == RecordTable.Step);
        Assert.Equal(Enumerable.Range(0, 150).Select(step => (long)step), rows.Steps);
        Assert.Equal(Enumerable.Range(0, 150).Select(step => (double)step), rows.Columns.Single(column => column.Key.Lens == "loss").Values);
        Assert.Equal(150, loss.TrainBatches.Count);
        Assert.Equal(149, loss.TrainBatches.Max);
    }

    [Fact]
    public void PushLoss_OfSeveralMicroBatches_IsOneStep() // (23)
    {
        Model model = new();
        LossMetrics loss = new();
        using Inspector inspector = new Inspector(loss, new ParameterGradientGeometry()).Attach(model);
        TrainStep(inspector, model, 1, 4, 1, null);
        inspector.PushLoss(2, 3);
        inspector.PushLoss(4, 1);
        inspector.Observe(Gradient(model.Weight, 7));
        inspector.Observe(new StepObservation { Norm = 7, ClippedNorm = double.NaN });
        inspector.TickEpoch();

        RecordRows steps = inspector.ReadRecord().Steps;
        Assert.Equal([4, 4], steps.BatchSizes);
        Assert.Equal((4 + 6 + 4) / 8.0, loss.Loss(train: true)!.Value, 12);
    }

    [Fact]
    public void WatchingShare_IsAShare()
    {
        Model model = new();
        using Inspector inspector = new Inspector(new LossMetrics(), new ParameterGradientGeometry()).Attach(model);
        Assert.Equal(0, inspector.WatchingShare);
        for (int step = 0; step < 20; step++)
            TrainStep(inspector, model, 1, 4, 1, null);

        Assert.InRange(inspector.WatchingShare, 1e-9, 1);
    }

    /// <summary>A lens of one's own, as a user writes it: the largest share of the gradient that one parameter holds.</summary>
    sealed class LargestShare : Lens
    {
        double _largest;
        Series? _share;

        public override string Name => "largest-share";

        public override void Begin(LensContext context) => _share = context.Open(RecordTable.Step, "all", "share");

        public override void OnParameter(in ParameterObservation parameter) => _largest = Math.Max(_largest, parameter.SquaredNorm);

        public override void OnStep(in StepObservation step)
        {
            _share!.Push(_largest / (step.Norm * step.Norm));
            _largest = 0;
        }
    }

    [Fact]
    public void Lens_OfOnesOwn_WritesItsSeries()
    {
        Model model = new();
        using Inspector inspector = new Inspector(new LargestShare()).Attach(model);
        TrainStep(inspector, model, 1, 4, 1, null);
        inspector.TickEpoch();

        Assert.Equal(0.8, inspector.ReadRecord().Steps.Find(new("largest-share", "all", "share"))!.Values[0], 6);
    }
}
