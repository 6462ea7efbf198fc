namespace Unfold.Lab;

/// <summary>A <see cref="PlainRnn"/> unfolded over one sentence: a copy of the network for every word, and what back-propagation sends through each.</summary>
/// <remarks>
/// With dy_t = (p_t − onehot(tag_t)) / T: local_t = W_yᵀ dy_t; carried_t = W_hᵀ dz_(t+1), and zero at the end; dz_t = act'(z_t) ⊙ (local_t + carried_t).
/// J_t = ∂h_t/∂h_(t−1) = diag(act'(z_t)) W_h; ∂h_T/∂h_t = J_T J_(T−1) ⋯ J_(t+1). So carried_t is the sum over all later steps s of
/// (∂h_s/∂h_t)ᵀ local_s: what vanishes or explodes is the product.
/// </remarks>
/// <param name="Loss">The mean of −ln p_t[tag_t] over the sentence.</param>
/// <param name="Steps">[T]: the copies, in the order of the words.</param>
public sealed record Unfolding(double Loss, IReadOnlyList<UnfoldedStep> Steps)
{
    /// <summary>Unfolds a sentence.</summary>
    /// <param name="model">The tagger.</param>
    /// <param name="words">The numbers of the words.</param>
    /// <param name="tags">The tag of each.</param>
    /// <exception cref="ArgumentException">There is no word, or not a tag for each.</exception>
    public static Unfolding Of(PlainRnn model, int[] words, int[] tags)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(words);
        double loss = model.Loss(words, tags);
        PlainRnnPass pass = model.Forward(words);
        (int length, int hidden, int embedding) = (words.Length, model.Wh.GetLength(0), model.We.GetLength(1));
        var steps = new UnfoldedStep[length];
        var carried = new double[hidden];
        double[,] product = Identity(hidden);
        for (int t = length - 1; t >= 0; t--)
        {
            double[] state = [.. Enumerable.Range(0, hidden).Select(i => pass.States[t, i])];
            double[] before = [.. Enumerable.Range(0, hidden).Select(i => t > 0 ? pass.States[t - 1, i] : 0)];
            double[] vector = [.. Enumerable.Range(0, embedding).Select(j => model.We[words[t], j])];
            double[] dy = [.. Enumerable.Range(0, model.Wy.GetLength(0)).Select(k => (pass.Probabilities[t, k] - (k == tags[t] ? 1 : 0)) / length)];
            double[] local = TransposedTimes(model.Wy, dy);
            double[] gradient = [.. local.Zip(carried, (a, b) => a + b)];
            double[] error = [.. gradient.Select((g, i) => g * model.Slope(state[i]))];
            double[,] jacobian = Jacobian(model, state);
            steps[t] = new UnfoldedStep(
                words[t], tags[t], pass.Probabilities[t, tags[t]], state, local, carried, gradient, error, jacobian, product,
                [Norm(error) * Norm(vector), Norm(error) * Norm(before), Norm(dy) * Norm(state)]);
            carried = TransposedTimes(model.Wh, error);
            product = Times(product, jacobian);
        }
        return new Unfolding(loss, steps);
    }

    /// <summary>The Euclidean norm of a vector.</summary>
    public static double Norm(IReadOnlyList<double> vector)
    {
        ArgumentNullException.ThrowIfNull(vector);
        double sum = 0;
        foreach (double value in vector) sum += value * value;
        return Math.Sqrt(sum);
    }

    /// <summary>diag(act'(z_t)) W_h.</summary>
    static double[,] Jacobian(PlainRnn model, double[] state)
    {
        var jacobian = new double[state.Length, state.Length];
        for (int i = 0; i < state.Length; i++)
        {
            for (int j = 0; j < state.Length; j++) jacobian[i, j] = model.Slope(state[i]) * model.Wh[i, j];
        }
        return jacobian;
    }

    static double[] TransposedTimes(double[,] matrix, double[] vector)
    {
        var result = new double[matrix.GetLength(1)];
        for (int i = 0; i < vector.Length; i++)
        {
            for (int j = 0; j < result.Length; j++) result[j] += matrix[i, j] * vector[i];
        }
        return result;
    }

    static double[,] Times(double[,] a, double[,] b)
    {
        int size = a.GetLength(0);
        var result = new double[size, size];
        for (int i = 0; i < size; i++)
        {
            for (int k = 0; k < size; k++)
            {
                for (int j = 0; j < size; j++) result[i, j] += a[i, k] * b[k, j];
            }
        }
        return result;
    }

    static double[,] Identity(int size)
    {
        var identity = new double[size, size];
        for (int i = 0; i < size; i++) identity[i, i] = 1;
        return identity;
    }
}
