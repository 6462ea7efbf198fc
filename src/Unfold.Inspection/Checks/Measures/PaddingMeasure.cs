namespace Unfold.Inspection;

/// <summary>Puts five pads more behind every text and looks at the answers.</summary>
static class PaddingMeasure
{
    public static PaddingCheck? Of(CheckRun run)
    {
        int[][] texts = run.Sequences(run.Examples);
        (double changed, double largest) = PaddingInfluence.Changed(run.Questions, texts, run.Probe.Padding!.Value);
        return new()
        {
            Added = PaddingInfluence.MorePads,
            Behind = Distribution.Of([.. texts.Select(text => (double)(text.Length - run.Probe.RealLength(text)))]).P50,
            Changed = changed,
            Largest = largest,
        };
    }
}
