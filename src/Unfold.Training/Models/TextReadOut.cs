using Unfold.Nn;

namespace Unfold.Training;

/// <summary>Makes one vector of a text's states.</summary>
/// <param name="kind">How.</param>
/// <param name="features">Features of a state.</param>
/// <param name="bothWays">Whether the second half of the features is of a direction that ends at the first step.</param>
/// <param name="steps">Steps of every text, where the read-out is flat.</param>
sealed class TextReadOut(ReadOutKind kind, int features, bool bothWays, int steps)
{
    /// <summary>The module that weighs the states, where one does.</summary>
    public Attention? Attention { get; init; }

    /// <summary>Features of the vector.</summary>
    public int Width => kind switch
    {
        ReadOutKind.MeanMax => 2 * features,
        ReadOutKind.All => 3 * features,
        ReadOutKind.Flat => steps * features,
        _ => features,
    };

    /// <summary>[B, <see cref="Width"/>], in the caller's order.</summary>
    /// <param name="states">[N, features], packed.</param>
    /// <param name="final">[B, features] the final states, where the recurrent layers' are what is read.</param>
    public Tensor Of(SequenceTensor states, Tensor? final) => kind switch
    {
        ReadOutKind.Last => final ?? Final(states),
        ReadOutKind.Mean => Ops.ReadOut(states, ReadOut.Mean),
        ReadOutKind.Max => Ops.ReadOut(states, ReadOut.Max),
        ReadOutKind.MeanMax => Ops.ConcatColumns(Ops.ReadOut(states, ReadOut.Mean), Ops.ReadOut(states, ReadOut.Max)),
        ReadOutKind.All => Ops.ConcatColumns(final ?? Final(states), Ops.ReadOut(states, ReadOut.Mean), Ops.ReadOut(states, ReadOut.Max)),
        ReadOutKind.Flat => states.Flatten(steps),
        _ => Attention!.Forward(states).Context,
    };

    /// <summary>The state at the last step; of the direction that reads backwards at the first one.</summary>
    Tensor Final(SequenceTensor states)
    {
        Tensor last = Ops.ReadOut(states, ReadOut.Last);
        if (!bothWays) return last;
        var first = new int[states.Layout.Count];
        for (int text = 0; text < first.Length; text++) first[text] = states.Layout.Lengths[text] == 0 ? -1 : states.Layout.Row(text, 0);
        int half = features / 2;
        return Ops.ConcatColumns(Ops.SliceColumns(last, 0, half), Ops.SliceColumns(Ops.GatherRows(states.Values, first), half, half));
    }
}
