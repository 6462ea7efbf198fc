namespace Unfold.Inspection.Tests;

public sealed class D37Tests
{
    /// <summary>Four buckets of a hundred texts each, with these losses.</summary>
    static HandRun Run(params float[] losses) => new HandRun().Array("lengths", "validation", "buckets", 0, 4, 0, [3, 6, 9, 12, 100, 100, 100, 100, .. losses, 0, 0, 0, 0]);

    [Fact]
    public void LongTexts_AsTheyCome_AreANote()
    {
        Finding finding = Run(0.1f, 0.2f, 0.2f, 0.3f).Ask(new LongTextsRule())!;
        Assert.Equal((FindingSeverity.Note, FindingConfidence.Low), (finding.Severity, finding.Confidence));
        Assert.Equal("Validation loss of the longest quarter of the texts (from 12 words on) over that of the shortest (below 6), classes as they come: 3 (median of epoch 0; threshold: 1.5).", finding.Evidence);
    }

    [Fact]
    public void LongTexts_WithinClasses_Warn()
    {
        // two classes of fifty texts in each bucket, both three times as hard in long texts
        Finding finding = Run(0.1f, 0.2f, 0.2f, 0.3f).Array("lengths", "validation", "classes", 0, 4, 0, 50, 50, 50, 50, 50, 50, 50, 50, 0.05f, 0.1f, 0.1f, 0.15f, 0.15f, 0.3f, 0.3f, 0.45f).Ask(new LongTextsRule())!;
        Assert.Equal((FindingSeverity.Warning, FindingConfidence.Medium), (finding.Severity, finding.Confidence));
        Assert.Contains("with the same mix of classes: 3 (median", finding.Evidence, StringComparison.Ordinal);
    }

    [Fact]
    public void LongTextsOfARareClass_AreNotHarderInThemselves()
    {
        // the hard class stands in the long texts; within each class length changes nothing
        Assert.Null(Run(0.1f, 0.2f, 0.2f, 0.4f).Array("lengths", "validation", "classes", 0, 4, 0, 90, 50, 50, 10, 10, 50, 50, 90, 0.05f, 0.05f, 0.05f, 0.05f, 0.45f, 0.45f, 0.45f, 0.45f).Ask(new LongTextsRule()));
    }

    [Fact]
    public void LongTexts_AtTheThreshold_OrUnknown_AreSilent()
    {
        Assert.Null(Run(0.2f, 0.2f, 0.2f, 0.29f).Ask(new LongTextsRule()));
        Assert.Null(new HandRun().Ask(new LongTextsRule()));
        Assert.Null(new HandRun().Array("lengths", "validation", "buckets", 0, 4, 0, 3, 100, 0.5f, 0).Ask(new LongTextsRule()));
    }
}
