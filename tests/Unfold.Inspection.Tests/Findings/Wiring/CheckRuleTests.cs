namespace Unfold.Inspection.Tests;

/// <summary>The rules of wiring on checks: they fire beyond their threshold with exact words, and are silent at it and where nothing was measured.</summary>
public sealed class CheckRuleTests
{
    [Theory]
    [InlineData("D06"), InlineData("D20"), InlineData("D29"), InlineData("D30"), InlineData("D31"), InlineData("D32"), InlineData("D33")]
    [InlineData("D41"), InlineData("D42"), InlineData("D43"), InlineData("D44"), InlineData("D45"), InlineData("D46"), InlineData("D47")]
    public void Check_NothingMeasured_IsSilent(string id) => Assert.Null(Checked.Nothing(id));

    [Fact]
    public void D06_InfluenceOfOthers_IsFound()
    {
        static ChecksDocument Of(double influence, double changed = 0, bool earlier = false) => new() { Mixing = new() { Influence = influence, Changed = changed, OnlyEarlier = earlier, Measure = "gradient" } };
        Finding? finding = Checked.Find("D06", Of(2e-6, 0.005));

        Checked.IsComplete(finding);
        Assert.Equal("Other texts have 2E-06 of the influence that a text has on its own answer (threshold: 1E-06, by gradient); in 0.50 % of the pairs an answer changed with another text (threshold: 1.00 %).", finding!.Evidence);
        Assert.Equal(FindingSeverity.Critical, finding.Severity);
        Assert.Null(Checked.Find("D06", Of(1e-6, 0.01)));
        Assert.StartsWith("Batch and time are exchanged", Checked.Find("D06", Of(0, 0.02, earlier: true))!.Title, StringComparison.Ordinal);
    }

    [Fact]
    public void D06_StateThatLooksAhead_IsFound()
    {
        static ChecksDocument Of(double ahead) => new() { Causality = new() { Ahead = new Dictionary<string, double> { ["rnn.l0"] = 0, ["rnn.l1"] = ahead } } };
        Finding? finding = Checked.Find("D06", Of(0.25));

        Checked.IsComplete(finding);
        Assert.Equal("States of rnn.l1 depend on words that come later.", finding!.Title);
        Assert.Null(Checked.Find("D06", Of(1e-6)));
    }

    [Fact]
    public void D20_ParameterWithoutGradient_IsNamed()
    {
        Finding? finding = Checked.Find("D20", new ChecksDocument { Structure = new() { WithoutGradient = ["fc2.weight"] } });

        Checked.IsComplete(finding);
        Assert.Equal("fc2.weight is not trained.", finding!.Title);
        Assert.Null(Checked.Find("D20", new ChecksDocument { Structure = new() }));
    }

    [Fact]
    public void D29_BatchThatIsNotLearnt_IsFound()
    {
        static ChecksDocument Of(double errors, double loss = 0.4, int steps = 300, bool outOfTime = false) =>
            new() { Overfit = new() { Examples = 32, Steps = steps, Loss = loss, Errors = errors, Prior = 0.6931, MajorityErrors = 0.5, OutOfTime = outOfTime } };
        Finding? finding = Checked.Find("D29", Of(0.0625));

        Checked.IsComplete(finding);
        Assert.Equal(
            "After 300 steps on the same 32 texts the smallest loss is 0.4 (threshold: 0.01, and 50.00 % of that of always giving their class frequencies, 0.6931), and 6.25 % of the answers are wrong (threshold: 5.00 %; always giving their most frequent class: 50.00 %).",
            finding!.Evidence);
        Assert.Equal(FindingSeverity.Critical, finding.Severity);
        Assert.Null(Checked.Find("D29", Of(0.05, loss: 0.3)));
        Assert.Equal(FindingSeverity.Warning, Checked.Find("D29", Of(0, loss: 0.6))!.Severity);
        Assert.Null(Checked.Find("D29", Of(0.5, steps: 199, outOfTime: true)));
        Assert.NotNull(Checked.Find("D29", Of(0.5, steps: 200, outOfTime: true)));
    }

    [Fact]
    public void D30_ExchangedTextsThatMakeNoDifference_AreFound()
    {
        static ChecksDocument Of(double exchanged) => new() { Overfit = new() { Examples = 32, Steps = 300, Loss = 0.69 }, Input = new() { Own = 0.69, Exchanged = exchanged } };
        Finding? finding = Checked.Find("D30", Of(0.69));

        Checked.IsComplete(finding);
        Assert.Equal("Trained on 32 texts for 300 steps, the model has a loss of 0.69 on them, and of 0.69 with the texts exchanged: 0.00 % more (threshold: 1.00 %).", finding!.Evidence);
        Assert.Null(Checked.Find("D30", Of(0.69 * 1.011)));
    }

    [Theory]
    [InlineData(1.05, true)]
    [InlineData(1.03, false)]
    [InlineData(0.25, false)] // as the class frequencies have it
    [InlineData(0.11, true)]
    [InlineData(double.NaN, true)]
    [InlineData(double.PositiveInfinity, true)]
    public void D31_InitialLoss_IsComparedWithTheNearerExpectation(double loss, bool found)
    {
        Finding? finding = Checked.Find("D31", new ChecksDocument { InitialLoss = new() { Loss = loss, Prior = 0.25, Uniform = 0.6931 } });
        Assert.Equal(found, finding is not null);
        if (found)
            Checked.IsComplete(finding);
    }

    [Theory]
    [InlineData(1, 0.01, 0.99, 5, "sigmoid")]
    [InlineData(1, -0.95, 0.97, 5, "tanh")]
    [InlineData(3, 0.01, 0.98, 1e-7, "softmax")]
    [InlineData(1, 0.2, 0.7, 5, null)]
    [InlineData(1, 0.01, 1.01, 5, null)]
    [InlineData(3, -2, 4, 1e-7, null)]
    public void D32_OutputsWithinBounds_AreNamed(int columns, double smallest, double largest, double fromOne, string? what)
    {
        Finding? finding = Checked.Find("D32", new ChecksDocument { Outputs = new() { Columns = columns, Smallest = smallest, Largest = largest, FromOne = fromOne } });
        Assert.Equal(what is null ? null : $"The loss gets the output of a {what} and takes it for logits.", finding?.Title);
        if (what is not null)
            Checked.IsComplete(finding);
    }

    [Fact]
    public void D33_BadStarts_AreFoundAndTheWorstGoesFirst()
    {
        static ChecksDocument Of(double radius, params string[] same) =>
            new() { Initialisation = new() { Radii = new Dictionary<string, double> { ["rnn.weight_hh_l0"] = radius }, IdenticalRows = same, Variances = new Dictionary<string, double> { ["rnn.l0"] = 0.2, ["rnn.l1"] = 0.1 } } };
        Finding? finding = Checked.Find("D33", Of(1.6, "rnn.weight_ih_l0"));

        Checked.IsComplete(finding);
        Assert.Equal(FindingSeverity.Critical, finding!.Severity);
        Assert.Equal("All rows of rnn.weight_ih_l0 are the same (threshold: a single matrix); spectral radius of rnn.weight_hh_l0 1.6 (threshold: 1.5).", finding.Evidence);
        Assert.Equal(FindingSeverity.Warning, Checked.Find("D33", Of(1.6))!.Severity);
        Assert.Equal(FindingSeverity.Note, Checked.Find("D33", Of(0.49))!.Severity);
        Assert.Null(Checked.Find("D33", Of(1.5)));
        Assert.Null(Checked.Find("D33", Of(0.5)));
    }

    [Fact]
    public void D41_ModesThatDiffer_AreFound()
    {
        static ChecksDocument Of(double training, double repeated = 0.6) => new() { Modes = new() { Training = training, Evaluation = 0.6, Repeated = repeated } };

        Checked.IsComplete(Checked.Find("D41", Of(0.95)));
        Assert.Equal("On the same batch the loss is 0.95 in training mode and 0.6 in evaluation mode: 58.33 % apart (threshold: 50.00 %).", Checked.Find("D41", Of(0.95))!.Evidence);
        Assert.Null(Checked.Find("D41", Of(0.89)));
        Checked.IsComplete(Checked.Find("D41", Of(0.6, repeated: 0.61)));
        Assert.Null(Checked.Find("D41", Of(0.6)));
    }

    [Fact]
    public void D42_WeightsThatDiffer_AreFound()
    {
        Finding? finding = Checked.Find("D42", new ChecksDocument { Watching = new(12, "sha256:a", "sha256:b") });

        Checked.IsComplete(finding);
        Assert.Equal("The same 12 steps give weights sha256:a with the inspector, and sha256:b without it (threshold: not a bit).", finding!.Evidence);
        Assert.Null(Checked.Find("D42", new ChecksDocument { Watching = new(12, "sha256:a", "sha256:a") }));
    }

    [Theory]
    [InlineData("Float64", 0.002, true)]
    [InlineData("Float64", 0.001, false)]
    [InlineData("Float32", 0.002, false)]
    [InlineData("Float32", 0.06, true)]
    [InlineData("Float64", double.NaN, true)]
    public void D43_GradientsThatAreNoSlopes_AreFound(string precision, double error, bool found)
    {
        Finding? finding = Checked.Find("D43", new ChecksDocument { Gradients = new() { Precision = precision, Parameters = [new("a", 1, 1e-9, 6), new("b", 1, error, 6)] } });
        Assert.Equal(found, finding is not null);
        if (!found)
            return;
        Checked.IsComplete(finding);
        Assert.Equal("The gradient of b is not the slope of the loss.", finding!.Title);
    }

    [Fact]
    public void D44_LayerThatRunsTwice_IsNamed()
    {
        static ChecksDocument Of(int times) => new() { Structure = new() { Reused = new Dictionary<string, int> { ["rnn.l0"] = times } } };
        Finding? finding = Checked.Find("D44", Of(2));

        Checked.IsComplete(finding);
        Assert.Equal("2 passes of rnn.l0 over one batch (threshold: 1).", finding!.Evidence);
        Assert.Null(Checked.Find("D44", Of(1)));
    }
}
