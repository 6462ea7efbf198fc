using Unfold.Inspection;

namespace Unfold.Reporting;

/// <summary>The lab's sections: in the report of a plain tagger's run, and on a page of their own.</summary>
static class LabSections
{
    public static IReadOnlyList<Section> Of(RunView run) =>
        run.Lab is { } lab ? Of(lab)
        : run.LabTrouble is { } trouble ? [new Section("lab-time", "The lab: one sentence, unfolded").Html($"<p class=\"aside\">{Escape.Text(trouble)}</p>")]
        : [];

    public static IReadOnlyList<Section> Of(LabDocument lab) =>
        [.. new[] { LabTimeSection.Of(lab), LabCurveSection.Of(lab), LabMapSection.Of(lab), LabLagSection.Of(lab), LabClippingSection.Of(lab) }.Where(section => !section.IsEmpty)];
}
