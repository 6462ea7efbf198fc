using System.Globalization;
using System.Xml.Linq;

namespace Unfold.Reporting.Tests;

public sealed class SvgHeatMapTests
{
    static SvgHeatMap Map() => new()
    {
        Title = "G",
        Width = 300,
        Height = 160,
        Rows = [0, 1],
        Values = [[0.2, 0, -0.5, -1.5, -2.5], [0.2, 0, -0.4, double.NaN, -1.2]],
        Start = -1,
        Logarithms = true,
        Contours = true,
        ReverseX = true,
        Range = (-3, 1),
        Hatched = (-1.5, -0.5),
        XLabel = "lag",
        YLabel = "epoch",
    };

    static XElement[] With(XElement svg, string css) => [.. svg.Descendants().Where(element => ((string?)element.Attribute("class"))?.Split(' ').Contains(css) == true)];

    [Fact]
    public void ToSvg_HeatMap_IsTheGoldenFile() => SvgChartTests.AssertGolden("heat.svg", Map().ToSvg(standalone: true));

    [Fact]
    public void ToSvg_MissingCell_IsDrawnInNoColour()
    {
        static double Area(SvgHeatMap map) => With(XElement.Parse(map.ToSvg()), "cell").Where(element => element.Name.LocalName == "path").Sum(path => Rectangles((string)path.Attribute("d")!));

        double some = Area(Map()), all = Area(Map() with { Values = [Map().Values[0], [0.2, 0, -0.4, -1, -1.2]] });

        Assert.Equal(9.0 / 10, some / all, 2);
    }

    /// <summary>The area of a path of M x y H x V y H x Z.</summary>
    static double Rectangles(string path) => path.Split('Z', StringSplitOptions.RemoveEmptyEntries).Sum(part =>
    {
        double[] n = [.. part.Split(['M', 'H', 'V', ' '], StringSplitOptions.RemoveEmptyEntries).Select(text => double.Parse(text, CultureInfo.InvariantCulture))];
        return Math.Abs((n[2] - n[0]) * (n[3] - n[1]));
    });

    [Fact]
    public void ToSvg_Contours_StandBetweenTheDecades()
    {
        string path = (string)With(XElement.Parse(Map().ToSvg()), "contour").Single().Attribute("d")!;

        // first row: 0 | -0.5, -0.5 | -1.5, -1.5 | -2.5; second: 0 | -0.4 only, its other neighbour is missing; between rows: the last column
        Assert.Equal(4, path.Split('v').Length - 1);
        Assert.Equal(1, path.Split('H').Length - 1);
    }

    [Fact]
    public void ToSvg_Reversed_HasTheFirstColumnAtTheRight()
    {
        var svg = XElement.Parse(Map().ToSvg());
        double[] x = [.. ((string)svg.Attribute("data-x")!).Split(',').Select(text => double.Parse(text, CultureInfo.InvariantCulture))];

        Assert.Equal([-1.5, 3.5], x[..2]);
        Assert.True(x[2] > x[3]);
        double[] ticks = [.. svg.Descendants().Where(element => (string?)element.Attribute("text-anchor") == "middle").OrderBy(element => (double)element.Attribute("x")!).Select(element => double.Parse(element.Value.Replace('−', '-'), CultureInfo.InvariantCulture))];
        Assert.Equal(ticks.OrderDescending(), ticks);
    }

    [Fact]
    public void Colors_FromLowToHigh_GetLighterEvenly()
    {
        double[] light = [.. ColorMap.Rules.Split("fill:#").Skip(1).Select(rule => Lightness(Convert.ToInt32(rule[..6], 16)))];

        Assert.Equal(ColorMap.Count, light.Length);
        double step = (light[^1] - light[0]) / (light.Length - 1);
        Assert.True(step > 0.01);
        for (int i = 1; i < light.Length; i++)
            Assert.InRange(light[i] - light[i - 1], step * 0.6, step * 1.4);
    }

    /// <summary>The lightness of OKLab.</summary>
    static double Lightness(int color)
    {
        static double Linear(int value) => value / 255.0 <= 0.04045 ? value / 255.0 / 12.92 : Math.Pow((value / 255.0 + 0.055) / 1.055, 2.4);
        (double r, double g, double b) = (Linear(color >> 16), Linear((color >> 8) & 255), Linear(color & 255));
        return 0.2104542553 * Math.Cbrt(0.4122214708 * r + 0.5363325363 * g + 0.0514459929 * b)
            + 0.7936177850 * Math.Cbrt(0.2119034982 * r + 0.6806995451 * g + 0.1073969566 * b)
            - 0.0040720468 * Math.Cbrt(0.0883024619 * r + 0.2817188376 * g + 0.6299787005 * b);
    }
}
