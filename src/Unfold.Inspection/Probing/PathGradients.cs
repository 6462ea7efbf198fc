using Unfold.Nn;

namespace Unfold.Inspection;

/// <summary>Lets a model read one text at several scales of its word vectors at once, and collects the gradients by these.</summary>
/// <param name="embedding">Where tokens become vectors.</param>
/// <param name="length">Tokens of the text.</param>
/// <param name="scales">The scale of each copy of the text: the first is 0, the last 1.</param>
/// <param name="weights">What each counts in the integral.</param>
sealed class PathGradients(Embedding embedding, int length, double[] scales, double[] weights)
{
    readonly List<(Tensor Leaf, double[] Vectors)> _inputs = []; // several where a model reads its embedding more than once
    int _first, _count; // the copies that are being read

    public double Baseline { get; private set; }

    public double[] Norm { get; } = new double[length];

    public double[] Product { get; } = new double[length];

    public double[] Integrated { get; } = new double[length];

    /// <summary>All copies, so many at a time; <paramref name="read"/> has a batch of as many read and run backwards. How many there are at a time changes no sum.</summary>
    public void ReadAll(int atOnce, Action<int> read)
    {
        for (_first = 0; _first < scales.Length; _first += atOnce)
        {
            _count = Math.Min(atOnce, scales.Length - _first);
            _inputs.Clear();
            read(_count);
        }
        for (int step = 0; step < length; step++)
            Norm[step] = Math.Sqrt(Norm[step]);
    }

    /// <summary>The scaled vectors, as a leaf whose gradient is kept.</summary>
    public Tensor Replace(Module module, Tensor output)
    {
        if (module != embedding)
            return output;
        double[] vectors = output.ToDoubles(), scaled = new double[vectors.Length];
        int width = vectors.Length / (length * _count);
        for (int i = 0; i < vectors.Length; i++)
            scaled[i] = vectors[i] * scales[_first + (i / width % _count)]; // equal lengths: step t of copy s is row t · copies + s
        Tensor leaf = Tensor.From(scaled, output.Shape).To(output.DType, requiresGrad: true);
        _inputs.Add((leaf, vectors));
        return leaf;
    }

    /// <summary>Takes what it wants from the pass.</summary>
    public void Read(ProbeView view, int explained)
    {
        if (_first == 0)
            Baseline = view.Logits.ToDoubles()[view.Logits.Shape.Columns == 1 ? 0 : explained];
        foreach ((Tensor leaf, double[] vectors) in _inputs)
        {
            if (leaf.Grad?.ToDoubles() is not { } gradients)
                continue; // the model does not use it
            int width = vectors.Length / (length * _count);
            for (int row = 0; row < length * _count; row++)
            {
                ReadOnlySpan<double> gradient = gradients.AsSpan(row * width, width), vector = vectors.AsSpan(row * width, width);
                (int step, int copy) = (row / _count, _first + (row % _count));
                double product = RowMath.Dot(gradient, vector);
                Integrated[step] += weights[copy] * product;
                if (copy != scales.Length - 1)
                    continue;
                Product[step] += product;
                Norm[step] += RowMath.Dot(gradient, gradient);
            }
        }
    }
}
