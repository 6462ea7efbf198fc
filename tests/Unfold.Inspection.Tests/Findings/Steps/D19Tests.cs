namespace Unfold.Inspection.Tests;

public sealed class D19Tests
{
    static FakeRecord Run(int clippedOfTen, string? settings = null, Func<int, double>? norm = null) => new FakeRecord(6) { Settings = settings }
        .Step("gradients", "all", "norm", step => norm?.Invoke(step) ?? 1 + (step % 10)).Step("gradients", "all", "clipped", step => step % 10 >= 10 - clippedOfTen ? 1 : null);

    [Fact]
    public void Check_MoreThanHalfOfTheSteps_IsAWarningWithAClipThatFits()
    {
        Finding finding = Run(6, """{"training":{"clipNorm":4,"learningRate":0.01}}""").Ask<ClippingRule>()!;

        Assert.Equal(FindingSeverity.Warning, finding.Severity);
        Assert.Equal("Clipped steps: 60.00 % (threshold: 50.00 %). Nine tenths of the norms are below 9.1.", finding.Evidence);
        Assert.Equal("9.1", finding.Remedies[0].Settings["training.clipNorm"]);
    }

    [Theory]
    [InlineData(5, true)]
    [InlineData(3, true)]
    [InlineData(2, false)]
    [InlineData(0, false)]
    public void Check_AFifthToAHalf_IsANote(int clippedOfTen, bool found) => Assert.Equal(found ? FindingSeverity.Note : null, Run(clippedOfTen).Ask<ClippingRule>()?.Severity);

    [Fact]
    public void Check_ClipThatNeverWorksOverAHugeNorm_IsANote()
    {
        Finding finding = Run(0, """{"training":{"clipNorm":1000}}""", step => step == 30 ? 50 : 1).Ask<ClippingRule>()!;

        Assert.Equal("No step was clipped at 1000; the largest gradient norm was 50, 50 times the median (threshold: 10 times).", finding.Evidence);
        Assert.Null(Run(0, null, step => step == 30 ? 50 : 1).Ask<ClippingRule>());
    }
}
