using Unfold.Nn;

namespace Unfold.Lab;

/// <summary>A recurrent tagger written by hand on plain arrays, so that back-propagation through time can be read off the page.</summary>
/// <remarks>
/// For the words w_1 … w_T of a sentence, with h_0 = 0 and no biases:
/// x_t = row w_t of W_e; z_t = W_x x_t + W_h h_(t−1); h_t = act(z_t); y_t = W_y h_t; p_t = softmax(y_t).
/// The loss is the mean of −ln p_t[tag_t] over the sentence. Everything is in double precision, nothing is fused, and the gradient of
/// the embedding is a whole matrix of its own for each sentence, as a first version of such code has it.
/// Init: W_e = 0.01 · U[0, 1), the others U[0, 1), drawn in the order W_e, W_x, W_h, W_y. Source: NumpyRNN of the LxMLS toolkit at
/// 959a927, whose numbers this class matches to the last bit with <c>new NumpyRandom(1234)</c>.
/// </remarks>
public sealed class PlainRnn
{
    /// <summary>A tagger with fresh weights.</summary>
    /// <param name="words">Words of the vocabulary: rows of W_e.</param>
    /// <param name="embedding">Width of a word's vector.</param>
    /// <param name="hidden">Width of the state.</param>
    /// <param name="tags">Tags to choose from.</param>
    /// <param name="random">Where the weights come from.</param>
    /// <param name="activation">The non-linearity. <value>Default: sigmoid, as the toolkit has it.</value></param>
    public PlainRnn(int words, int embedding, int hidden, int tags, NumpyRandom random, Activation activation = Activation.Sigmoid)
    {
        ArgumentNullException.ThrowIfNull(random);
        (We, Wx, Wh, Wy) = (Draw(words, embedding, 0.01), Draw(hidden, embedding, 1), Draw(hidden, hidden, 1), Draw(tags, hidden, 1));
        Activation = activation;

        double[,] Draw(int rows, int columns, double scale)
        {
            var drawn = new double[rows, columns];
            for (int i = 0; i < rows; i++)
            {
                for (int j = 0; j < columns; j++) drawn[i, j] = scale * random.NextDouble();
            }
            return drawn;
        }
    }

    /// <summary>A tagger with given weights.</summary>
    /// <param name="we">[words, embedding].</param>
    /// <param name="wx">[hidden, embedding].</param>
    /// <param name="wh">[hidden, hidden].</param>
    /// <param name="wy">[tags, hidden].</param>
    /// <param name="activation">The non-linearity.</param>
    /// <exception cref="ArgumentException">The shapes do not fit together.</exception>
    public PlainRnn(double[,] we, double[,] wx, double[,] wh, double[,] wy, Activation activation = Activation.Sigmoid)
    {
        (We, Wx, Wh, Wy, Activation) = (we, wx, wh, wy, activation);
        if (wx.GetLength(1) != we.GetLength(1) || wh.GetLength(0) != wx.GetLength(0) || wh.GetLength(1) != wh.GetLength(0) || wy.GetLength(1) != wh.GetLength(0))
        {
            throw new ArgumentException(
                $"PlainRnn: expected W_e [words, E], W_x [H, E], W_h [H, H] and W_y [tags, H], got {Size(we)}, {Size(wx)}, {Size(wh)} and {Size(wy)}.", nameof(we));
        }
    }

    /// <summary>The words' vectors [words, embedding].</summary>
    public double[,] We { get; }

    /// <summary>From a word's vector into the state [hidden, embedding].</summary>
    public double[,] Wx { get; }

    /// <summary>From one state into the next [hidden, hidden].</summary>
    public double[,] Wh { get; }

    /// <summary>From the state to the tags [tags, hidden].</summary>
    public double[,] Wy { get; }

    /// <summary>The non-linearity.</summary>
    public Activation Activation { get; }

    /// <summary>The four matrices in the order of drawing: layer 0 is W_e, layer −1 from the end is W_y.</summary>
    public IReadOnlyList<(string Name, double[,] Values)> Layers => [("W_e", We), ("W_x", Wx), ("W_h", Wh), ("W_y", Wy)];

    /// <summary>All numbers of the four matrices.</summary>
    public int ParameterCount => We.Length + Wx.Length + Wh.Length + Wy.Length;

    /// <summary>Reads a sentence.</summary>
    /// <param name="words">The numbers of its words.</param>
    public PlainRnnPass Forward(ReadOnlySpan<int> words)
    {
        (int steps, int hidden, int embedding, int tags) = (words.Length, Wh.GetLength(0), We.GetLength(1), Wy.GetLength(0));
        var h = new double[steps, hidden];
        var p = new double[steps, tags];
        for (int t = 0; t < steps; t++)
        {
            for (int i = 0; i < hidden; i++)
            {
                double z = 0;
                for (int j = 0; j < embedding; j++) z += Wx[i, j] * We[words[t], j];
                for (int j = 0; t > 0 && j < hidden; j++) z += Wh[i, j] * h[t - 1, j];
                h[t, i] = Act(z);
            }
            for (int k = 0; k < tags; k++)
            {
                for (int i = 0; i < hidden; i++) p[t, k] += Wy[k, i] * h[t, i];
            }
            Softmax(p, t);
        }
        return new PlainRnnPass(words.ToArray(), h, p);
    }

    /// <summary>The mean of −ln p_t[tag_t] over a sentence.</summary>
    public double Loss(ReadOnlySpan<int> words, ReadOnlySpan<int> tags)
    {
        Same(words, tags);
        PlainRnnPass pass = Forward(words);
        double sum = 0;
        for (int t = 0; t < words.Length; t++) sum -= Math.Log(pass.Probabilities[t, tags[t]]);
        return sum / words.Length;
    }

    /// <summary>The gradient of the loss with respect to every weight: back-propagation through time.</summary>
    /// <remarks>
    /// From the last word to the first. The error at the tags is (p_t − onehot(tag_t)) / T. It reaches the state h_t through W_y; to it is
    /// added what came back from h_(t+1) through W_h (a sum gives its error to each of its terms). Through the non-linearity it becomes the
    /// error of z_t. Each matrix was used once a word, so that its gradient is the sum of T outer products.
    /// </remarks>
    public PlainRnnGradients Backward(ReadOnlySpan<int> words, ReadOnlySpan<int> tags)
    {
        Same(words, tags);
        PlainRnnPass pass = Forward(words);
        (double[,] h, double[,] p) = (pass.States, pass.Probabilities);
        var gradients = new PlainRnnGradients(this);
        int hidden = Wh.GetLength(0), embedding = We.GetLength(1);
        var fromNext = new double[hidden];
        for (int t = words.Length - 1; t >= 0; t--)
        {
            double[] dh = (double[])fromNext.Clone();
            for (int k = 0; k < Wy.GetLength(0); k++)
            {
                double dy = (p[t, k] - (k == tags[t] ? 1 : 0)) / words.Length;
                for (int i = 0; i < hidden; i++)
                {
                    dh[i] += Wy[k, i] * dy;
                    gradients.Wy[k, i] += dy * h[t, i];
                }
            }
            Array.Clear(fromNext);
            for (int i = 0; i < hidden; i++)
            {
                double dz = dh[i] * Slope(h[t, i]);
                for (int j = 0; j < embedding; j++)
                {
                    gradients.Wx[i, j] += dz * We[words[t], j];
                    gradients.We[words[t], j] += Wx[i, j] * dz;
                }
                for (int j = 0; t > 0 && j < hidden; j++)
                {
                    gradients.Wh[i, j] += dz * h[t - 1, j];
                    fromNext[j] += Wh[i, j] * dz;
                }
            }
        }
        return gradients;
    }

    /// <summary>One step of gradient descent on a sentence: every weight minus the learning rate times its gradient.</summary>
    public void Update(ReadOnlySpan<int> words, ReadOnlySpan<int> tags, double learningRate)
    {
        PlainRnnGradients gradients = Backward(words, tags);
        for (int layer = 0; layer < 4; layer++)
        {
            (double[,] weights, double[,] gradient) = (Layers[layer].Values, gradients.Layers[layer].Values);
            for (int i = 0; i < weights.GetLength(0); i++)
            {
                for (int j = 0; j < weights.GetLength(1); j++) weights[i, j] -= learningRate * gradient[i, j];
            }
        }
    }

    /// <summary>The most probable tag of every word; of equal ones the first.</summary>
    public int[] Predict(ReadOnlySpan<int> words)
    {
        double[,] p = Forward(words).Probabilities;
        var best = new int[words.Length];
        for (int t = 0; t < words.Length; t++)
        {
            for (int k = 1; k < p.GetLength(1); k++)
            {
                if (p[t, k] > p[t, best[t]]) best[t] = k;
            }
        }
        return best;
    }

    double Act(double z) => Activation switch
    {
        Activation.Sigmoid => 1 / (1 + Math.Exp(-z)),
        Activation.Tanh => Math.Tanh(z),
        _ => Math.Max(z, 0),
    };

    /// <summary>The derivative of the non-linearity, from its value.</summary>
    internal double Slope(double h) => Activation switch
    {
        Activation.Sigmoid => h * (1 - h),
        Activation.Tanh => 1 - (h * h),
        _ => h > 0 ? 1 : 0,
    };

    static void Softmax(double[,] y, int t)
    {
        double largest = double.NegativeInfinity, sum = 0;
        for (int k = 0; k < y.GetLength(1); k++) largest = Math.Max(largest, y[t, k]);
        for (int k = 0; k < y.GetLength(1); k++) sum += y[t, k] = Math.Exp(y[t, k] - largest);
        for (int k = 0; k < y.GetLength(1); k++) y[t, k] /= sum;
    }

    static void Same(ReadOnlySpan<int> words, ReadOnlySpan<int> tags)
    {
        if (words.Length != tags.Length || words.IsEmpty)
            throw new ArgumentException($"PlainRnn: expected a tag for each of at least one word, got {words.Length} words and {tags.Length} tags.", nameof(tags));
    }

    static string Size(double[,] matrix) => $"[{matrix.GetLength(0)}, {matrix.GetLength(1)}]";
}
