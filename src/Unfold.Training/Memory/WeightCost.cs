using Unfold.Nn;

namespace Unfold.Training;

/// <summary>The bytes that go with a network's parameters.</summary>
sealed class WeightCost
{
    const int RowBytes = 28; // where each row of a table stands in gradients, what it waits for, how often it was read
    const double Growth = 1.5; // room that doubles where a larger batch needs more

    /// <param name="network">The network.</param>
    /// <param name="training">How it is trained.</param>
    /// <param name="rowsRead">Different rows of a table that the largest batch reads, by its parameter.</param>
    /// <param name="keepsGradients">Whether the gradient before the last is kept, to be compared.</param>
    public WeightCost(Module network, TrainingRecipe training, Func<Parameter, long?> rowsRead, bool keepsGradients)
    {
        int states = training.Optimizer == OptimizerKind.Sgd ? training.Momentum > 0 ? 1 : 0 : 2;
        foreach (Parameter parameter in network.Parameters)
        {
            long size = parameter.DType == DType.Float32 ? sizeof(float) : sizeof(double), bytes = parameter.Shape.Length * size;
            Weights += bytes;
            Doubles += (long)parameter.Shape.Length * sizeof(double);
            Largest = Math.Max(Largest, parameter.Shape.Length);
            if (!parameter.Trainable) continue;
            Optimizer += states * bytes;
            double gradient = bytes;
            if (rowsRead(parameter) is { } rows)
            {
                gradient = Math.Min(bytes, Growth * rows * parameter.Shape.Columns * size);
                Gradients += (long)parameter.Shape.Rows * RowBytes;
            }
            else
            {
                DenseDoubles += (long)parameter.Shape.Length * sizeof(double);
            }
            Gradients += (long)(gradient * (keepsGradients ? 2 : 1));
        }
    }

    /// <summary>The weights.</summary>
    public long Weights { get; }

    /// <summary>The optimizer's state.</summary>
    public long Optimizer { get; }

    /// <summary>Gradients, and what finds the rows in those of tables.</summary>
    public long Gradients { get; }

    /// <summary>The weights in double precision.</summary>
    public long Doubles { get; }

    /// <summary>Gradients in double precision of parameters that are no tables.</summary>
    public long DenseDoubles { get; }

    /// <summary>Elements of the largest parameter.</summary>
    public long Largest { get; }
}
