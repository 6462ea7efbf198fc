using System.Text.Json;

namespace Unfold.Pages.Tests;

/// <summary>The report as a browser shows it.</summary>
public sealed class ReportPageTests(ReportPages pages) : IClassFixture<ReportPages>
{
    static readonly string[] Visits = ["light", "dark", "phone", "noScript", "print"];

    [PageFact]
    public void Page_HoweverItIsOpened_HasNoComplaintAndAsksNothingOfTheNetwork() => All(page =>
    {
        foreach (string visit in Visits)
        {
            Assert.Empty(Strings(page.GetProperty(visit).GetProperty("complaints")));
            Assert.Empty(Strings(page.GetProperty(visit).GetProperty("requests")));
        }
    });

    [PageFact]
    public void Charts_WithAndWithoutScripts_AreDrawnWithTheirNumbersBesideThem() => All(page =>
    {
        foreach (string visit in (string[])["light", "noScript"])
        {
            JsonElement[] charts = [.. page.GetProperty(visit).GetProperty("charts").EnumerateArray()];
            Assert.True(charts.Length >= 8, $"{charts.Length} charts");
            foreach (JsonElement chart in charts)
            {
                string id = chart.GetProperty("id").GetString()!;
                Assert.True(chart.GetProperty("width").GetDouble() > 100 && chart.GetProperty("height").GetDouble() > 60, $"{visit}, {id}: too small");
                Assert.True(chart.GetProperty("shapes").GetInt32() >= 3, $"{visit}, {id}: nothing drawn");
                Assert.True(chart.GetProperty("rows").GetInt32() >= 1, $"{visit}, {id}: no numbers");
                Assert.True(chart.GetProperty("right").GetDouble() <= chart.GetProperty("pageWidth").GetDouble() + 1, $"{visit}, {id}: beyond the page");
            }
            Assert.Equal(charts.Length, charts.Select(chart => chart.GetProperty("id").GetString()).Distinct().Count());
        }
    });

    [PageFact]
    public void Charts_UnderThePointer_ShowValues() => All(page =>
    {
        string[] silent = [.. page.GetProperty("light").GetProperty("hovered").EnumerateArray()
            .Where(chart => !chart.GetProperty("text").GetString()!.Any(char.IsDigit)).Select(chart => chart.GetProperty("id").GetString()!)];
        Assert.Empty(silent);
    });

    [PageFact]
    public void Report_OfEveryLens_HasASectionForEach()
    {
        HashSet<string> kinds = [.. pages.Single.RootElement.GetProperty("light").GetProperty("charts").EnumerateArray().Select(chart => chart.GetProperty("kind").GetString()!)];
        Assert.Superset(new HashSet<string> { "lines", "heat", "points" }, kinds);
        Assert.True(pages.Single.RootElement.GetProperty("light").GetProperty("charts").GetArrayLength() >= 40);
    }

    [PageFact]
    public void Page_InTheDark_IsDark() => All(page =>
    {
        Assert.True(Brightness(page, "light", "background") > 200 && Brightness(page, "light", "text") < 90);
        Assert.True(Brightness(page, "dark", "background") < 60 && Brightness(page, "dark", "text") > 180);
    });

    [PageFact]
    public void Page_OnAPhone_DoesNotScrollSideways() => All(page =>
    {
        Assert.Equal(390, page.GetProperty("phone").GetProperty("scrollWidth").GetInt32());
        Assert.Equal(390, page.GetProperty("phone").GetProperty("openWidth").GetInt32());
    });

    [PageFact]
    public void Page_OnPaper_HasAllOfIt() => Assert.True(pages.Single.RootElement.GetProperty("print").GetProperty("pages").GetInt32() >= 4);

    static double Brightness(JsonElement page, string visit, string what) =>
        page.GetProperty(visit).GetProperty(what).GetString()!.Split('(', ')')[1].Split(',').Take(3).Average(double.Parse);

    static IEnumerable<string> Strings(JsonElement list) => list.EnumerateArray().Select(text => text.GetString()!);

    void All(Action<JsonElement> check)
    {
        check(pages.Single.RootElement);
        check(pages.Comparison.RootElement);
    }
}
