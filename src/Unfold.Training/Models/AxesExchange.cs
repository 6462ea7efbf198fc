namespace Unfold.Training;

/// <summary>Exchanges the axes of texts and steps, as a recurrent layer without <c>batch_first</c> does that is fed batch first.</summary>
static class AxesExchange
{
    /// <summary>Step t of text b becomes step b of text t: [B texts of T steps] → [T texts of B steps].</summary>
    /// <exception cref="DataException">The texts are not of one length.</exception>
    public static SequenceTensor Of(SequenceTensor x)
    {
        (int texts, int steps) = (x.Layout.Count, x.Layout.MaxLength);
        if (x.Layout.TotalSteps != texts * steps)
            throw new DataException($"model.exchanged: expected texts of one length, got {x.Layout.TotalSteps} words in {texts} texts of at most {steps}. Set text.padToLength.");
        var lengths = new int[steps];
        Array.Fill(lengths, texts);
        return Of(x, SequenceLayout.Of(lengths));
    }

    /// <summary>The same into a layout that is there already.</summary>
    public static SequenceTensor Of(SequenceTensor x, SequenceLayout to)
    {
        var rows = new int[to.TotalSteps];
        for (int text = 0; text < to.Count; text++)
        {
            for (int step = 0; step < to.MaxLength; step++) rows[to.Row(text, step)] = x.Layout.Row(step, text);
        }
        return new SequenceTensor(to, Ops.GatherRows(x.Values, rows));
    }
}
