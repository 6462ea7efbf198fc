namespace Unfold.Reporting;

/// <summary>The sections of a run's report, in order; those without numbers are left out.</summary>
static class RunSections
{
    public static IReadOnlyList<Section> Of(RunView run)
    {
        Section[] all =
        [
            CurveSection.Of(run),
            TagSection.Of(run),
            TimeDetails.Of(run),
            SpikeSection.Of(run),
            PaddingSection.Of(run),
            WordSection.Of(run),
            GradientSection.Norms(run),
            GateGradientSection.Of(run),
            ClippingSection.Of(run),
            GradientSection.Cosines(run),
            GateSection.Of(run),
            MemorySection.Of(run),
            StateSection.Of(run),
            SpectrumSection.Of(run),
            JacobianSection.Of(run),
            RankSection.Of(run),
            EmbeddingSection.Of(run),
            .. LabSections.Of(run),
            LengthSection.Of(run),
            DataSection.Of(run),
            ChecksSection.Of(run),
            CostSections.Noise(run),
            ActivationSections.Gradients(run),
            UpdateSection.Of(run),
            WeightSections.Norms(run),
            WeightSections.Condition(run),
            ActivationSections.Outputs(run),
            OutputSections.Norms(run),
            OutputSections.Gradients(run),
            CostSections.Watching(run),
        ];
        return [.. all.Where(section => !section.IsEmpty)];
    }

    /// <summary>Every figure of the report.</summary>
    public static IEnumerable<Figure> Figures(RunView run) => Overview.Figures(run).Concat(Of(run).SelectMany(section => section.Figures));
}
