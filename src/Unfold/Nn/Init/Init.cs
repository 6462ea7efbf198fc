namespace Unfold.Nn;

/// <summary>First values for parameters. All draw in double precision from the given stream, so a seed means the same numbers in both precisions, up to rounding.</summary>
public static partial class Init
{
    const int BetweenLooks = 0xFFFF; // values drawn between two looks at the token

    /// <summary>All elements <paramref name="value"/>.</summary>
    public static Tensor Constant(double value, Shape shape, DType dtype = DType.Float32) => Make(shape, dtype, _ => value);

    /// <summary>The unit matrix: ones where row and column number are equal; extra rows or columns are zero.</summary>
    /// <remarks>Source: Q. Le, N. Jaitly, G. Hinton, "A Simple Way to Initialize Recurrent Networks of Rectified Linear Units", 2015.</remarks>
    public static Tensor Identity(int rows, int columns, double gain = 1, DType dtype = DType.Float32) =>
        Make(new Shape(rows, columns), dtype, i => i / columns == i % columns ? gain : 0);

    /// <summary>U(−bound, bound).</summary>
    public static Tensor Uniform(Rng rng, double bound, Shape shape, DType dtype = DType.Float32)
    {
        ArgumentNullException.ThrowIfNull(rng);
        return Make(shape, dtype, _ => ((2 * rng.NextDouble()) - 1) * bound);
    }

    /// <summary>N(0, deviation²).</summary>
    public static Tensor Normal(Rng rng, double deviation, Shape shape, DType dtype = DType.Float32)
    {
        ArgumentNullException.ThrowIfNull(rng);
        return Make(shape, dtype, _ => rng.NextNormal() * deviation);
    }

    /// <summary>What PyTorch gives weight and bias of a linear layer: U(−1/√fanIn, 1/√fanIn).</summary>
    /// <remarks>
    /// PyTorch writes the weight's as kaiming_uniform(a = √5), whose bound √(6 / ((1 + 5) · fanIn)) is the same number.
    /// Source: torch.nn.Linear, PyTorch 1.13.
    /// </remarks>
    public static Tensor Linear(Rng rng, int fanIn, Shape shape, DType dtype = DType.Float32)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(fanIn);
        return Uniform(rng, 1 / Math.Sqrt(fanIn), shape, dtype);
    }

    /// <summary>What PyTorch gives every weight and bias of a recurrent layer: U(−1/√hidden, 1/√hidden).</summary>
    /// <remarks>Source: torch.nn.RNNBase.reset_parameters, PyTorch 1.13.</remarks>
    public static Tensor Recurrent(Rng rng, int hiddenSize, Shape shape, DType dtype = DType.Float32)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(hiddenSize);
        return Uniform(rng, 1 / Math.Sqrt(hiddenSize), shape, dtype);
    }

    /// <summary>What PyTorch gives an embedding: N(0, 1), and zeros in the row of the padding id, if there is one.</summary>
    /// <remarks>Source: torch.nn.Embedding, PyTorch 1.13. The padding row's numbers are drawn too, so that the other rows do not depend on it.</remarks>
    public static Tensor Embedding(Rng rng, int rows, int columns, int? paddingRow = null, DType dtype = DType.Float32)
    {
        ArgumentNullException.ThrowIfNull(rng);
        if (paddingRow is { } padding && (padding < 0 || padding >= rows)) throw new ArgumentOutOfRangeException(nameof(paddingRow), padding, $"expected a row from 0 to {rows - 1}");
        return Make(new Shape(rows, columns), dtype, i =>
        {
            double value = rng.NextNormal();
            return i / columns == paddingRow ? 0 : value;
        });
    }

    /// <summary>Xavier's: U(−b, b), b = gain · √(6 / (fanIn + fanOut)), for a matrix [fanOut, fanIn] or a convolution's weight [out, in, width].</summary>
    /// <remarks>Source: X. Glorot, Y. Bengio, "Understanding the difficulty of training deep feedforward neural networks", 2010, equation 16.</remarks>
    public static Tensor XavierUniform(Rng rng, Shape shape, double gain = 1, DType dtype = DType.Float32)
    {
        var (fanIn, fanOut) = Fans(shape);
        return Uniform(rng, gain * Math.Sqrt(6.0 / (fanIn + fanOut)), shape, dtype);
    }

    /// <summary>Xavier's: N(0, s²), s = gain · √(2 / (fanIn + fanOut)), for a matrix [fanOut, fanIn] or a convolution's weight [out, in, width].</summary>
    /// <remarks>Source: X. Glorot, Y. Bengio, "Understanding the difficulty of training deep feedforward neural networks", 2010, equation 12.</remarks>
    public static Tensor XavierNormal(Rng rng, Shape shape, double gain = 1, DType dtype = DType.Float32)
    {
        var (fanIn, fanOut) = Fans(shape);
        return Normal(rng, gain * Math.Sqrt(2.0 / (fanIn + fanOut)), shape, dtype);
    }

    /// <summary>He's: U(−b, b), b = gain · √(3 / fanIn), for a matrix [fanOut, fanIn]; the gain √2 is the one for ReLU.</summary>
    /// <remarks>Source: K. He, X. Zhang, S. Ren, J. Sun, "Delving Deep into Rectifiers", 2015, equation 10; bound as in torch.nn.init.kaiming_uniform_.</remarks>
    public static Tensor HeUniform(Rng rng, Shape shape, double gain = 1.4142135623730951, DType dtype = DType.Float32) =>
        Uniform(rng, gain * Math.Sqrt(3.0 / Fans(shape).FanIn), shape, dtype);

    /// <summary>He's: N(0, s²), s = gain / √fanIn, for a matrix [fanOut, fanIn]; the gain √2 is the one for ReLU.</summary>
    /// <remarks>Source: K. He, X. Zhang, S. Ren, J. Sun, "Delving Deep into Rectifiers", 2015, equation 10.</remarks>
    public static Tensor HeNormal(Rng rng, Shape shape, double gain = 1.4142135623730951, DType dtype = DType.Float32) =>
        Normal(rng, gain / Math.Sqrt(Fans(shape).FanIn), shape, dtype);

    /// <summary>
    /// Random matrices whose columns (or rows, where there are fewer) are orthonormal, times the gain; one for each of
    /// <paramref name="blocks"/> equal groups of rows, as the gates of a recurrent layer are stacked.
    /// </summary>
    /// <remarks>
    /// Each is the Q of a Gaussian matrix with the signs that make R's diagonal positive: uniform over all orthogonal matrices.
    /// Source: A. Saxe, J. McClelland, S. Ganguli, "Exact solutions to the nonlinear dynamics of learning in deep linear neural networks", 2013.
    /// </remarks>
    public static Tensor Orthogonal(Rng rng, int rows, int columns, double gain = 1, int blocks = 1, DType dtype = DType.Float32)
    {
        ArgumentNullException.ThrowIfNull(rng);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(blocks);
        if (rows % blocks != 0) throw new ShapeException($"Init.Orthogonal: expected rows that divide into {blocks} blocks, got {rows}. A gate has rows / blocks of them.");
        double[] values = new double[new Shape(rows, columns).Length];
        int height = rows / blocks;
        for (int block = 0; block < blocks; block++)
        {
            OrthogonalBasis.Fill(rng, values.AsSpan(block * height * columns, height * columns), height, columns);
        }
        return Make(new Shape(rows, columns), dtype, i => gain * values[i]);
    }

    /// <summary>
    /// Adds <paramref name="value"/> to the forget gate's part of an LSTM bias, the second quarter (gates i, f, g, o), so that
    /// a fresh cell remembers. PyTorch's LSTM has two biases that add up: do this to one of them.
    /// </summary>
    /// <remarks>Source: F. Gers, J. Schmidhuber, F. Cummins, "Learning to Forget", 2000; R. Jozefowicz, W. Zaremba, I. Sutskever, "An Empirical Exploration of Recurrent Network Architectures", 2015 (value 1).</remarks>
    public static void AddForgetBias(Tensor bias, double value = 1)
    {
        ArgumentNullException.ThrowIfNull(bias);
        if (bias.Shape.Rank != 1 || bias.Length % 4 != 0) throw new ShapeException($"Init.AddForgetBias: expected an LSTM bias [4 * hidden], got {bias.Shape}. Only an LSTM has a forget gate.");
        int hidden = bias.Length / 4;
        for (int i = hidden; i < 2 * hidden; i++)
        {
            if (bias.DType == DType.Float32) bias.Span<float>()[i] += (float)value;
            else bias.Span<double>()[i] += value;
        }
    }

    /// <summary>Of a convolution's weight, every place of the window counts, as in PyTorch.</summary>
    static (int FanIn, int FanOut) Fans(Shape shape) => shape.Rank >= 2 && shape.Length > 0
        ? (shape.Length / shape[0], shape.Length / shape[1])
        : throw new ShapeException($"Init: expected a matrix [out, in] or a convolution's weight [out, in, width] with elements, got {shape}. Fans are only defined for those; use Uniform or Normal with a bound of your own.");

    static Tensor Make(Shape shape, DType dtype, Func<int, double> value)
    {
        Tensor tensor = Tensor.Zeros(shape, dtype);
        CancellationToken cancellation = Execution.Cancellation;
        if (dtype == DType.Float32)
        {
            Span<float> span = tensor.Span<float>();
            for (int i = 0; i < span.Length; i++)
            {
                if ((i & BetweenLooks) == 0) cancellation.ThrowIfCancellationRequested();
                span[i] = (float)value(i);
            }
        }
        else
        {
            Span<double> span = tensor.Span<double>();
            for (int i = 0; i < span.Length; i++)
            {
                if ((i & BetweenLooks) == 0) cancellation.ThrowIfCancellationRequested();
                span[i] = value(i);
            }
        }
        return tensor;
    }
}
