namespace Unfold.Inspection;

/// <summary>The loss on the batch that was learnt: as it is, with texts exchanged, with words shuffled.</summary>
static class InputMeasure
{
    const int Exchanges = 8;

    public static InputCheck? Of(CheckRun run)
    {
        int[][] texts = run.Sequences(run.Examples);
        int[] labels = run.Labels(run.Examples);
        Rng rng = new Rng(0).Fork("input");
        InputCheck check = new();
        run.Questions.Look(texts, view => check = new()
        {
            Own = run.Probe.Loss(view.Logits, labels).Item(),
            Exchanged = Exchanged(run.Probe, view.Logits, labels),
            Spread = Spread(view.Logits),
        });
        run.Questions.Look([.. texts.Select(text => Shuffled(run.Probe, text, rng))], view => check = check with { Shuffled = run.Probe.Loss(view.Logits, labels).Item() });
        return check;
    }

    /// <summary>The loss where example i has the label of another one: what exchanging the texts comes to. The mean over several exchanges.</summary>
    public static double Exchanged(Probe probe, Tensor logits, IReadOnlyList<int> labels)
    {
        int count = labels.Count, exchanges = Math.Min(Exchanges, count - 1);
        double sum = 0;
        for (int turn = 1; turn <= exchanges; turn++)
        {
            int shift = Math.Max(turn, turn * count / (exchanges + 1));
            sum += probe.Loss(logits, [.. Enumerable.Range(0, count).Select(i => labels[(i + shift) % count])]).Item();
        }
        return exchanges == 0 ? probe.Loss(logits, labels).Item() : sum / exchanges;
    }

    /// <summary>The standard deviation of the logits between examples, mean over the columns.</summary>
    public static double Spread(Tensor logits)
    {
        double[] values = logits.ToDoubles();
        int width = logits.Shape.Columns, count = values.Length / width;
        double spread = 0;
        for (int column = 0; column < width; column++)
        {
            double[] own = [.. Enumerable.Range(0, count).Select(i => values[(i * width) + column])];
            double mean = own.Average();
            spread += Math.Sqrt(own.Sum(value => (value - mean) * (value - mean)) / count) / width;
        }
        return spread;
    }

    /// <summary>The words in another order; padding stays behind them.</summary>
    static int[] Shuffled(Probe probe, int[] text, Rng rng)
    {
        int[] copy = [.. text];
        rng.Shuffle(copy.AsSpan(0, probe.RealLength(text)));
        return copy;
    }
}
