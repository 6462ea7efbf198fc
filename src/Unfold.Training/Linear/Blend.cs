using Unfold.Inspection;

namespace Unfold.Training;

/// <summary>A linear model that answers together with a network.</summary>
/// <param name="Linear">The linear model.</param>
/// <param name="Weight">Its share, 0..1.</param>
sealed record Blend(LinearTextModel Linear, double Weight)
{
    const int Steps = 20;

    /// <summary>The probabilities (1 − weight) · network + weight · linear, as logits.</summary>
    public static Predictions Mix(Predictions network, Predictions linear, double weight)
    {
        var mixed = new Predictions(network.Labels, network.Classes);
        for (int row = 0; row < network.Count; row++)
        {
            Span<double> logits = mixed.Logits(row);
            if (logits.Length == 1) logits[0] = LogShare(network, linear, weight, row, 1) - LogShare(network, linear, weight, row, 0);
            else for (int c = 0; c < logits.Length; c++) logits[c] = LogShare(network, linear, weight, row, c);
        }
        return mixed;
    }

    /// <summary>The weight, in twentieths, with the smallest loss; of equal ones the smallest.</summary>
    public static double Choose(Predictions network, Predictions linear) =>
        Enumerable.Range(0, Steps + 1).Select(step => (double)step / Steps).MinBy(weight => Mix(network, linear, weight).MeanLoss());

    /// <summary>ln of a class's probability, kept from ln 0.</summary>
    static double LogShare(Predictions network, Predictions linear, double weight, int row, int of) =>
        Math.Log(Math.Max(((1 - weight) * network.Probability(row, of)) + (weight * linear.Probability(row, of)), 1e-300));
}
