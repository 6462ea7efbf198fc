namespace Unfold.Reporting;

/// <summary>The noise of gradients against the batch in use, and what watching cost.</summary>
static class CostSections
{
    public static Section Noise(RunView run)
    {
        Section section = new("noise", "Gradient noise", "The simple noise scale of McCandlish and others (2018), tr Σ / G²: about the batch size from which larger batches stop helping. Far above the batch in use, steps are mostly noise.");
        return section.Add("two", [
            FigureKit.Lines("noise-scale", new() { Title = "Noise scale and batch size", LogY = true, Height = 260 }, [run.Line("noise", "all", "scale", "noise scale", 0), run.Line("noise", "all", "batch", "batch in use", 1)]),
            FigureKit.Lines("noise-parts", new() { Title = "Its parts", LogY = true, Height = 260 }, [run.Line("noise", "all", "variance", "tr Σ", 4), run.Line("noise", "all", "signal", "G²", 2)]),
        ]);
    }

    public static Section Watching(RunView run)
    {
        Section section = new("cost", "What watching cost", "Share of the time of training steps that the lenses took, and time of the probes after each epoch against the epoch’s training, measured by the inspector itself.", open: false);
        return section.Add("two", [
            FigureKit.Lines("cost", new() { Title = "Share of the training time", Height = 220 }, [run.Line("inspector", "all", "watching", "in steps", 0), run.Line("inspector", "all", "probing", "probes", 1)]),
        ]);
    }
}
