using System.Reflection;
using System.Text.Json;

namespace Unfold.Inspection.Tests.Thinning;

/// <summary>What is seen of a step that nobody looks at closely, and that it costs nothing more.</summary>
public sealed class ThinningTests
{
    static long[] Looked(RecordFile record, string statistic = "cosine") =>
        [.. Of(record, "gradients", "cell.weight_hh_l0", statistic).Select(entry => entry.Step)];

    static IEnumerable<(long Step, double Value)> Of(RecordFile record, string lens, string series, string statistic)
    {
        RecordColumn? column = record.Steps.Find(new(lens, series, statistic));
        for (int row = 0; column is not null && row < record.Steps.Count; row++)
        {
            if (column.Has(row))
                yield return (record.Steps.Steps[row], column.Values[row]);
        }
    }

    [Fact]
    public void StepBetween_OfThinnedLenses_IsAskedForNothingButNorms()
    {
        CountingLens lens = new() { Thinned = true };
        Inspector inspector = new(lens) { Stride = 4 };
        Dictionary<string, CountingWatcher> watchers = [];
        new ThinnedRun(inspector)
        {
            Begun = (run, _) =>
            {
                foreach (Nn.Module module in new Nn.Module[] { run.Model.Embedding, run.Model.Cell, run.Model.Out })
                    module.Watcher = watchers[module.Path] = new CountingWatcher(module.Watcher!);
            },
        }.Train(1, 14);

        Assert.Equal([0L, 4, 8, 12], lens.Close.Keys);
        Assert.Single(lens.Close.Values.Distinct());
        Assert.Equal([1L, 2, 3, 5, 6, 7, 9, 10, 11, 13], lens.Norms.Keys);
        Assert.All(lens.Norms.Values, count => Assert.Equal(7, count)); // a norm of each parameter
        Assert.All(watchers.Values, watcher => Assert.Equal((14, 4), (watcher.Asked, watcher.Told)));
        Assert.Equal((14, 14, 14), (lens.Losses, lens.Steps, lens.Ends));
    }

    [Fact]
    public void EveryStep_OfALensThatIsNotThinned_IsLookedAtBesideThinnedOnes()
    {
        CountingLens thinned = new() { Thinned = true }, each = new();
        new ThinnedRun(new Inspector(thinned, each) { Stride = 4 }).Train(1, 9);

        Assert.Equal([0L, 4, 8], thinned.Close.Keys);
        Assert.Equal(6, thinned.Norms.Count);
        Assert.Equal(9, each.Close.Count);
        Assert.Empty(each.Norms);
        Assert.Equal(each.Close[0], thinned.Close[8]);
    }

    /// <summary>A lens of losses beside thinned ones does not make the optimizer tell more.</summary>
    [Fact]
    public void Parameters_OfALensThatHasNoUseForThem_AreNotAskedFor()
    {
        CountingLens thinned = new() { Thinned = true };
        LossMetrics each = new();
        new ThinnedRun(new Inspector(thinned, each) { Stride = 4 }).Train(1, 9);

        Assert.Equal([0L, 4, 8], thinned.Close.Keys);
        Assert.All(thinned.Norms.Values, count => Assert.Equal(7, count));
        Assert.Equal(9, each.TrainBatches.Count);
    }

    [Fact]
    public void LensSets_ThinTheDefaultOnly()
    {
        Assert.All(LensSets.Default(), lens => Assert.True(lens.Thinned));
        Assert.All(LensSets.Monitorch().Concat(LensSets.All()), lens => Assert.False(lens.Thinned));
    }

    [Theory]
    [InlineData(null)]
    [InlineData(0.05)]
    public void Record_OfSomeSteps_HasTheBitsOfTheRecordOfAll(double? clip)
    {
        ThinnedRun each = new(new Inspector(LensSets.Default()) { Stride = 1 }) { ClipNorm = clip }, some = new(new Inspector(LensSets.Default()) { Stride = 4 }) { ClipNorm = clip };
        ThinnedRun none = new(new Inspector()) { ClipNorm = clip };
        RecordFile all = each.Train(2, 18), few = some.Train(2, 18);
        none.Train(2, 18);

        Assert.Equal(none.Weights, each.Weights);
        Assert.Equal(none.Weights, some.Weights);
        Assert.Equal(all.Steps.Steps, few.Steps.Steps);
        long[] looked = [0, 4, 8, 12, 16, 18, 20, 24, 28, 32]; // 18 begins an epoch
        HashSet<string> everyStep = ["loss/train/loss", "gradients/all/norm", "gradients/all/clipped", .. some.Model.Parameters.Select(parameter => $"gradients/{parameter.Name}/norm")];
        foreach (RecordColumn column in few.Steps.Columns)
        {
            string name = $"{column.Key.Lens}/{column.Key.Series}/{column.Key.Statistic}";
            (long Step, double Value)[] whole = [.. Of(all, column.Key.Lens, column.Key.Series, column.Key.Statistic)], part = [.. Of(few, column.Key.Lens, column.Key.Series, column.Key.Statistic)];
            bool cosine = column.Key.Statistic == "cosine"; // at an epoch's first step nobody knew that the one before would be compared
            Assert.True(whole.Where(entry => everyStep.Contains(name) || (looked.Contains(entry.Step) && !(cosine && entry.Step == 18))).SequenceEqual(part), name);
        }
        Assert.Equal([4, 8, 12, 16, 20, 24, 28, 32], Looked(few));
        Assert.Equal(0, few.Steps.Columns.Count(column => column.Key.Lens == "updates" && !column.Has(4)));
    }

    [Fact]
    public void Stride_NotSaid_FollowsTheLengthOfTheEpochs()
    {
        Inspector unknown = new(LensSets.Thin(new ParameterGradientGeometry()));
        long[] looked = Looked(new ThinnedRun(unknown).Train(2, 450));
        Inspector known = new(LensSets.Thin(new ParameterGradientGeometry())) { StepsPerEpoch = 450 };
        RecordFile record = new ThinnedRun(known).Train(1, 450);
        Inspector few = new(LensSets.Thin(new ParameterGradientGeometry())) { StepsPerEpoch = 199 };

        long[] expected = [.. Enumerable.Range(1, 899).Where(step => step < 200 || (step < 450 ? step % (step < 400 ? 8 : 16) == 0 : step % 16 == 0)).Select(step => (long)step)];
        Assert.Equal(expected, looked);
        Assert.Equal(16, unknown.LastStride);
        Assert.Equal([.. Enumerable.Range(1, 28).Select(i => 16L * i)], Looked(record));
        Assert.Equal(16, record.Epochs.Find(new("inspector", "all", "stride"))!.Values[0]);
        Assert.Equal(198, Looked(new ThinnedRun(few).Train(1, 199)).Length);
        Assert.Equal([1, 8, 16, 32], new[] { 199, 200, 400, 800 }.Select(steps => StepPace.StrideOf(steps)));
    }

    [Fact]
    public void Spike_InAStepBetween_LeadsToItsBatch()
    {
        Inspector inspector = new(LensSets.Default()) { Stride = 4, TextOf = row => new($"text {row}", "yes") };
        RecordFile record = new ThinnedRun(inspector) { Loss = (step, loss) => step == 33 ? Ops.Scale(loss, 500) : loss }.Train(1, 36);

        using JsonDocument spike = JsonDocument.Parse(record.Notes.Single(note => note.Key == new SeriesKey("spikes", "all", "batch") && note.Step == 33).Json);
        Assert.Equal("gradient norm", spike.RootElement.GetProperty("reason").GetString());
        Assert.Equal([132, 133, 134, 135], spike.RootElement.GetProperty("examples").EnumerateArray().Select(example => example.GetProperty("row").GetInt32()));
        Assert.Equal("text 132", spike.RootElement.GetProperty("examples")[0].GetProperty("text").GetString());
        Assert.Equal(JsonValueKind.Null, spike.RootElement.GetProperty("examples")[0].GetProperty("length").ValueKind); // nobody looked at its words
    }

    [Fact]
    public void NonFinite_InAStepBetween_IsCountedByParameterAtOnce()
    {
        Inspector inspector = new(LensSets.Default()) { Stride = 8 };
        RecordFile record = new ThinnedRun(inspector) { Loss = (step, loss) => step == 13 ? Ops.Scale(loss, double.PositiveInfinity) : loss }.Train(1, 14);

        Assert.Equal(13, Of(record, "gradients", "out.weight", "nonFinite").Single().Step);
        Assert.Equal(4, Of(record, "gradients", "out.weight", "nonFinite").Single().Value);
        Assert.Contains(inspector.Alarms, alarm => alarm is { Step: 13, Series: { Series: "out.weight", Statistic: "nonFinite" } });
        Assert.Equal(13, record.Notes.Single(note => note.Key == new SeriesKey("spikes", "all", "batch")).Step);
        Assert.Equal(13, Rules.Check(new RunEvidence(record)).Single(finding => finding.Id == "D01").Step);
    }

    [Fact]
    public void Touches_OfAnEmbedding_AreThoseOfEveryStep()
    {
        RecordArray each = Rows(new ThinnedRun(new Inspector(LensSets.Thin(new EmbeddingLife())) { Stride = 1 }).Train(1, 30));
        RecordArray some = Rows(new ThinnedRun(new Inspector(LensSets.Thin(new EmbeddingLife())) { Stride = 8 }).Train(1, 30));

        Assert.True(each.Values.Take(each.Columns).Max() > 5);
        Assert.Equal(each.Values, some.Values);

        static RecordArray Rows(RecordFile record) => record.Arrays.Single(array => array.Key == new SeriesKey("embedding", "embedding.weight", "rows"));
    }

    [Fact]
    public void Path_OfSomeSteps_IsNearlyThatOfAll()
    {
        double each = Path(1), some = Path(4);

        Assert.InRange(some / each, 0.9, 1.1);
        Assert.NotEqual(each, some);

        static double Path(int stride) => new ThinnedRun(new Inspector(LensSets.Thin(new ParameterUpdateGeometry())) { Stride = stride }).Train(2, 60)
            .Epochs.Find(new("updates", "cell.weight_hh_l0", "path"))!.Values[1];
    }

    [Fact]
    public void LossByLength_OfAStepBetween_CountsNoTextUnderLengthsOfAnother()
    {
        RecordFile record = new ThinnedRun(new Inspector(LensSets.Thin(new LossByLength())) { Stride = 4 }).Train(1, 16);

        RecordArray buckets = record.Arrays.Single(array => array.Key == new SeriesKey("lengths", "train", "buckets"));
        Assert.Equal(4 * 4, Enumerable.Range(0, buckets.Columns).Sum(bucket => buckets[1, bucket]));
    }

    /// <summary>A lens that does not say that it has a call is never called.</summary>
    [Fact]
    public void Calls_OfEveryLens_AreThoseThatItOverrides()
    {
        (string Method, LensCalls Call)[] calls =
        [
            (nameof(Lens.OnLoss), LensCalls.Loss), (nameof(Lens.OnExamples), LensCalls.Examples), (nameof(Lens.OnGradientNorm), LensCalls.GradientNorm),
            (nameof(Lens.OnParameter), LensCalls.Parameter), (nameof(Lens.OnStep), LensCalls.Step), (nameof(Lens.OnStepEnd), LensCalls.StepEnd),
        ];
        Lens[] lenses = [.. LensSets.All(), new OutputActivation(), new OutputNorm(), new OutputGradientGeometry()];
        Assert.True(lenses.Length > 24);
        foreach (Lens lens in lenses)
        {
            foreach ((string method, LensCalls call) in calls)
                Assert.True(lens.Calls.HasFlag(call) == (lens.GetType().GetMethod(method, BindingFlags.Public | BindingFlags.Instance)!.DeclaringType != typeof(Lens)), $"{lens.Name}.{method}");
        }
    }

    [Fact]
    public void WatchingShare_OfThinnedSteps_IsAShare()
    {
        Inspector inspector = new(LensSets.Default()) { Stride = 4 };
        new ThinnedRun(inspector).Train(1, 90);

        Assert.InRange(inspector.WatchingShare, 1e-6, 1);
    }
}
