namespace Unfold.Lab;

/// <summary>The loss of a sentence as a function of one weight, with the gradient there as its tangent.</summary>
/// <param name="Weights">[n] values of the weight, ascending; the weight's own value is among them.</param>
/// <param name="Losses">[n]: the loss at each.</param>
/// <param name="Weight">The weight's own value.</param>
/// <param name="Loss">The loss there.</param>
/// <param name="Gradient">The hand-written gradient there: the slope of the tangent.</param>
public sealed record LossCurve(IReadOnlyList<double> Weights, IReadOnlyList<double> Losses, double Weight, double Loss, double Gradient)
{
    /// <summary>Takes the curve; the model's weights are as before afterwards.</summary>
    /// <param name="model">The tagger.</param>
    /// <param name="words">The numbers of the sentence's words.</param>
    /// <param name="tags">The tag of each.</param>
    /// <param name="layer">0 to 3: W_e, W_x, W_h, W_y; −1 is the last.</param>
    /// <param name="row">The weight's row.</param>
    /// <param name="column">The weight's column.</param>
    /// <param name="span">How far the curve goes to each side. <value>Default: 10.</value></param>
    /// <param name="points">Points of the curve, rounded up to an odd number so that the weight itself is one. <value>Default: 201.</value></param>
    /// <exception cref="ArgumentOutOfRangeException">No such weight, no span, or fewer than three points.</exception>
    public static LossCurve Of(PlainRnn model, int[] words, int[] tags, int layer, int row, int column, double span = 10, int points = 201)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentOutOfRangeException.ThrowIfLessThan(points, 3);
        if (!(span > 0 && double.IsFinite(span))) throw new ArgumentOutOfRangeException(nameof(span), span, "LossCurve: expected a span above 0.");
        int index = layer < 0 ? layer + 4 : layer;
        if (index is < 0 or > 3) throw new ArgumentOutOfRangeException(nameof(layer), layer, "LossCurve: expected a layer in 0..3 (W_e, W_x, W_h, W_y), or −1..−4 from the end.");
        (string name, double[,] weights) = model.Layers[index];
        if ((uint)row >= (uint)weights.GetLength(0) || (uint)column >= (uint)weights.GetLength(1))
            throw new ArgumentOutOfRangeException(nameof(row), row, $"LossCurve: expected a row and a column of {name} [{weights.GetLength(0)}, {weights.GetLength(1)}], got {row} and {column}.");
        double centre = weights[row, column], loss = model.Loss(words, tags), gradient = model.Backward(words, tags).Layers[index].Values[row, column];
        int half = points / 2;
        var at = new double[(2 * half) + 1];
        var losses = new double[at.Length];
        for (int i = 0; i < at.Length; i++)
        {
            at[i] = i == half ? centre : centre + (span * (i - half) / half);
            weights[row, column] = at[i];
            losses[i] = model.Loss(words, tags);
        }
        weights[row, column] = centre;
        return new LossCurve(at, losses, centre, loss, gradient);
    }
}
