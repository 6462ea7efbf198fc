namespace Unfold.Inspection;

/// <summary>Where the outputs lie.</summary>
static class OutputsMeasure
{
    public static OutputsCheck? Of(CheckRun run)
    {
        OutputsCheck check = new();
        run.Questions.Look(run.Sequences(run.Examples), view => check = Of(view.Logits));
        return check;
    }

    public static OutputsCheck Of(Tensor logits)
    {
        double[] values = logits.ToDoubles();
        int width = logits.Shape.Columns;
        double fromOne = 0;
        for (int row = 0; row < values.Length; row += width)
            fromOne = Math.Max(fromOne, Math.Abs(values.AsSpan(row, width).ToArray().Sum() - 1));
        return new() { Columns = width, Smallest = values.Min(), Largest = values.Max(), FromOne = fromOne };
    }
}
