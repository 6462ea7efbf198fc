namespace Unfold.Reporting.Tests;

public sealed class SparklineTests
{
    [Fact]
    public void Of_RisingNumbers_RisesFromTheLowestToTheHighestBar() => Assert.Equal("▁▂▃▄▅▆▇█", Sparkline.Of([0, 1, 2, 3, 4, 5, 6, 7], 8));

    [Fact]
    public void Of_Factors_RisesEvenlyOnALogarithmicScale() => Assert.Equal("▁▃▅▆█", Sparkline.Of([1, 10, 100, 1000, 1e4], 8, logarithmic: true));

    [Fact]
    public void Of_FactorsWithoutUnicode_UsesPlainCharacters() => Assert.Equal("_-+#", Sparkline.Of([1, 10, 1000, 10000], 8, logarithmic: true, unicode: false));

    [Fact]
    public void Of_MoreThanFit_ShowsTheLast() => Assert.Equal("▁█", Sparkline.Of([9, 9, 1, 2], 2));

    [Fact]
    public void Of_WhatIsNoNumber_IsABlank() => Assert.Equal("▁ █ ", Sparkline.Of([1, double.NaN, 2, 0], 4, logarithmic: true));

    [Fact]
    public void Of_EqualNumbers_StandsInTheMiddle() => Assert.Equal("▅▅", Sparkline.Of([3, 3], 4));
}
