namespace Unfold.Inspection.Tests;

public sealed class StepAlarmsTests
{
    static StepAlarms Warm(double norm = 2, double loss = 0.5)
    {
        StepAlarms alarms = new();
        for (int i = 0; i < 20; i++)
        {
            Assert.Null(alarms.OnLoss(loss + (i % 2 == 0 ? 0.1 : -0.1)));
            Assert.Null(alarms.OnGradient(norm));
        }
        return alarms;
    }

    [Theory]
    [InlineData(19.9, null)]
    [InlineData(20.1, "the gradient norm 20.1 is 10.05 times its running median 2 (threshold: 10)")]
    [InlineData(201, "the gradient norm 201 is 100.5 times its running median 2 (threshold: 100)")]
    [InlineData(1001, "the gradient norm is 1001 (threshold: 1000)")]
    public void OnGradient_BeyondAThreshold_SaysBothNumbers(double norm, string? message) => Assert.Equal(message, Warm().OnGradient(norm)?.Message);

    [Theory]
    [InlineData(30, FindingSeverity.Warning)]
    [InlineData(300, FindingSeverity.Critical)]
    public void OnGradient_Severity_FollowsTheThreshold(double norm, FindingSeverity severity) => Assert.Equal(severity, Warm().OnGradient(norm)!.Severity);

    [Fact]
    public void OnGradient_TooFewSteps_IsNotCompared()
    {
        StepAlarms alarms = new();
        for (int i = 0; i < 19; i++) alarms.OnGradient(1);

        Assert.Null(alarms.OnGradient(500));
    }

    [Fact]
    public void OnLoss_Spike_NeedsFactorAndDeviations()
    {
        Assert.Null(Warm().OnLoss(0.8)); // three deviations, not three times
        Assert.StartsWith("the loss 1.6 is 3.", Warm().OnLoss(1.6)!.Message, StringComparison.Ordinal);

        StepAlarms wide = new();
        for (int i = 0; i < 20; i++) wide.OnLoss(i % 2 == 0 ? 0 : 1);
        Assert.Null(wide.OnLoss(1.6)); // three times, two deviations
    }

    [Theory]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    public void NotFinite_AtOnce_IsD01(double value)
    {
        Assert.Equal("D01", new StepAlarms().OnLoss(value)!.Rule);
        Assert.Equal("D01", new StepAlarms().OnGradient(value)!.Rule);
    }

    [Fact]
    public void Thresholds_Own_AreCompared() =>
        Assert.Equal("the gradient norm is 3 (threshold: 2)", new StepAlarms(Thresholds.Default.With(new Dictionary<string, double>(StringComparer.Ordinal) { ["D08.absolute"] = 2 })).OnGradient(3)!.Message);
}
