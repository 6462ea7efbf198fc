namespace Unfold.Lab;

/// <summary>Four ways to one gradient: by hand, unfolded on the tape, through the fused layer, by central differences.</summary>
/// <remarks>The numeric slope is the five-point stencil of <see cref="GradientCheck"/>, with a step of 1e-3.</remarks>
public static class GradientWays
{
    const double Step = 1e-3;

    /// <summary>A loss of about 2 is rounded at 2e-16; over the step that is an error of about 1e-12 in the slope.</summary>
    const double LeastSlope = 1e-5;

    /// <summary>The gradient of a sentence's loss, all four ways, with their largest differences from the hand-written one.</summary>
    /// <param name="model">The tagger; its weights are as before afterwards.</param>
    /// <param name="words">The numbers of the words.</param>
    /// <param name="tags">The tag of each.</param>
    /// <param name="mostDifferences">Weights of each matrix that central differences are taken of, evenly spread. <value>Default: 200.</value></param>
    public static IReadOnlyList<GradientComparison> Compare(PlainRnn model, int[] words, int[] tags, int mostDifferences = 200)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(mostDifferences);
        PlainRnnGradients byHand = model.Backward(words, tags);
        List<GradientComparison> comparisons = [];
        Add("unfolded on the tape", Unfolded(model, words, tags));
        Add("fused layer", Fused(model, words, tags));
        for (int layer = 0; layer < 4; layer++)
        {
            (string name, double[,] weights) = model.Layers[layer];
            (double[] hand, double[] numeric) = Numeric(model, byHand.Layers[layer].Values, weights, words, tags, mostDifferences);
            comparisons.Add(GradientComparison.Of(name, "central differences", hand, numeric, LeastSlope));
        }
        return comparisons;

        void Add(string way, double[][] gradients)
        {
            for (int layer = 0; layer < 4; layer++)
                comparisons.Add(GradientComparison.Of(byHand.Layers[layer].Name, way, TaggerModule.Flat(byHand.Layers[layer].Values), gradients[layer]));
        }
    }

    /// <summary>The gradients through the fused layers: W_e, W_x, W_h, W_y, row by row.</summary>
    public static double[][] Fused(PlainRnn model, int[] words, int[] tags)
    {
        var module = new TaggerModule(model);
        module.Loss(words, tags).Backward();
        return [.. module.Parameters.Select(parameter => parameter.Gradient.ToDoubles())];
    }

    /// <summary>The gradients of the network unfolded out of elementary operations, a copy for every word: W_e, W_x, W_h, W_y, row by row.</summary>
    public static double[][] Unfolded(PlainRnn model, int[] words, int[] tags)
    {
        ArgumentNullException.ThrowIfNull(model);
        Tensor[] leaves = [.. model.Layers.Select(layer => Tensor.From(TaggerModule.Flat(layer.Values), new Shape(layer.Values.GetLength(0), layer.Values.GetLength(1)), requiresGrad: true))];
        (Tensor we, Tensor wx, Tensor wh, Tensor wy) = (leaves[0], leaves[1], leaves[2], leaves[3]);
        Tensor? h = null;
        var outputs = new Tensor[words.Length];
        for (int t = 0; t < words.Length; t++)
        {
            Tensor z = Ops.Linear(Ops.GatherRows(we, [words[t]]), wx, null);
            if (h is not null) z += Ops.Linear(h, wh, null);
            h = Ops.Activate(z, model.Activation);
            outputs[t] = Ops.Linear(h, wy, null);
        }
        Nn.CrossEntropy.WithLogits(Ops.ConcatRows(outputs), tags).Backward();
        return [.. leaves.Select(leaf => leaf.Grad?.ToDoubles() ?? new double[leaf.Length])];
    }

    static (double[] Hand, double[] Numeric) Numeric(PlainRnn model, double[,] gradient, double[,] weights, int[] words, int[] tags, int most)
    {
        int columns = weights.GetLength(1);
        int[] chosen = [.. Enumerable.Range(0, weights.Length).Where(i => weights.GetLength(0) == model.We.GetLength(0) && ReferenceEquals(weights, model.We) ? words.Contains(i / columns) : true)];
        int stride = Math.Max(1, (chosen.Length + most - 1) / most);
        chosen = [.. chosen.Where((_, i) => i % stride == 0)];
        return ([.. chosen.Select(i => gradient[i / columns, i % columns])], [.. chosen.Select(i => Slope(i / columns, i % columns))]);

        double Slope(int row, int column)
        {
            double centre = weights[row, column];
            double slope = ((8 * (At(Step) - At(-Step))) - (At(2 * Step) - At(-2 * Step))) / (12 * Step);
            weights[row, column] = centre;
            return slope;

            double At(double distance)
            {
                weights[row, column] = centre + distance;
                return model.Loss(words, tags);
            }
        }
    }
}
