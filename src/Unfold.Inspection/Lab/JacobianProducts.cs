using Unfold.Nn;

namespace Unfold.Inspection;

/// <summary>How the last state of a recurrent layer depends on earlier ones: exact Jacobians of the layer's own pass over one sequence, multiplied.</summary>
/// <remarks>See <see cref="StepJacobian"/> for the derivatives. The product is kept at a magnitude of 1 beside its logarithm, so that 1e-300 is not lost.</remarks>
static class JacobianProducts
{
    /// <summary>The profile of one layer that reads in one direction.</summary>
    /// <param name="name">What the layer is called.</param>
    /// <param name="fresh">Whether it has initial weights.</param>
    /// <param name="layer">The layer; in double precision afterwards.</param>
    /// <param name="inputs">[T, E], row by row.</param>
    /// <param name="steps">T.</param>
    public static LabLag Of(string name, bool fresh, Recurrent layer, double[] inputs, int steps)
    {
        layer.To(DType.Float64);
        var watcher = new PassWatcher();
        layer.Watcher = watcher;
        var products = new double[steps];
        var carried = new double[steps];
        var x = new SequenceTensor(SequenceLayout.Of([steps]), Tensor.From(inputs, new Shape(steps, layer.InputSize)));
        Tape.NoGrad(() =>
        {
            layer.Forward(x);
            Multiply(watcher.Pass!, products, carried);
        });
        layer.Watcher = null;
        return new LabLag(name, fresh, products, carried);
    }

    /// <summary>The largest singular value of a square matrix of any magnitude.</summary>
    public static double LargestSingular(ReadOnlySpan<double> matrix, int size)
    {
        double[] scaled = matrix.ToArray();
        double largest = Rescale(scaled);
        return largest == 0 ? 0 : largest * SingularValues.Of(scaled, size, size)[0];
    }

    static void Multiply(RecurrentPass pass, double[] products, double[] carried)
    {
        StepJacobian step = new(pass);
        int size = step.Size;
        double[] product = new double[size * size], next = new double[size * size], jacobian = new double[size * size];
        for (int i = 0; i < size; i++) product[(i * size) + i] = 1;
        double logarithm = 0;
        for (int lag = 0; lag < products.Length; lag++)
        {
            products[lag] = Math.Exp(logarithm + Math.Log(LargestSingular(product, size)));
            carried[lag] = Math.Exp(logarithm + Math.Log(ReadAtTheEnd(product, pass.Units, size)));
            if (lag == products.Length - 1) break;
            int row = products.Length - 1 - lag; // of one sequence, a packed row is a step
            step.At(row, row - 1, jacobian);
            RowMath.Multiply(product, jacobian, next, size, size, size);
            (product, next) = (next, product);
            logarithm += Math.Log(Rescale(product));
        }
    }

    /// <summary>‖Pᵀ (v, 0)‖ with v = 1/√H for every unit of h.</summary>
    static double ReadAtTheEnd(double[] product, int units, int size)
    {
        double[] sum = new double[size];
        for (int i = 0; i < units; i++) RowMath.AddScaled(1 / Math.Sqrt(units), product.AsSpan(i * size, size), sum);
        return Math.Sqrt(RowMath.Dot(sum, sum));
    }

    /// <summary>Divides by the largest magnitude, which it returns.</summary>
    static double Rescale(double[] matrix)
    {
        double largest = matrix.Max(Math.Abs);
        if (largest > 0 && double.IsFinite(largest)) for (int i = 0; i < matrix.Length; i++) matrix[i] /= largest;
        return largest;
    }

    sealed class PassWatcher : IModuleWatcher
    {
        public RecurrentPass? Pass { get; private set; }

        public ModuleSignals Signals(Module module) => ModuleSignals.Recurrence;

        public void OnRecurrence(RecurrentPass pass) => Pass = pass;

        public void OnOutput(Module module, Tensor output, SequenceLayout? layout)
        {
        }

        public void OnOutputGradient(Module module, Tensor output, SequenceLayout? layout)
        {
        }

        public void OnTokens(Embedding embedding, SequenceBatch batch)
        {
        }

        public void OnRecurrenceGradient(RecurrentPass pass)
        {
        }
    }
}
