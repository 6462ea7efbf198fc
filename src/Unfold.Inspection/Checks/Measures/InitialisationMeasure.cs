using System.Numerics;
using Unfold.Nn;

namespace Unfold.Inspection;

/// <summary>Looks at the weights and at how much the layers' outputs vary.</summary>
static class InitialisationMeasure
{
    const int FewestForASign = 16;
    const int LargestMatrix = 512;

    public static InitialisationCheck? Of(CheckRun run)
    {
        OrderedDictionary<string, double> variances = new(StringComparer.Ordinal), radii = new(StringComparer.Ordinal);
        run.Questions.Look(run.Sequences(run.Examples), view =>
        {
            foreach (Module module in run.Modules.Where(module => module.Children.Count == 0 && module is not (Dropout or VariationalDropout or Nn.Recurrent)))
            {
                if (view.OutputOf(module) is { } output)
                    variances[LensContext.NameOf(module)] = Variance(output.ToDoubles(), output.Shape.Columns, 0, output.Shape.Columns);
            }
            foreach (RecurrentPass pass in view.Passes)
                variances[pass.Name] = Variance(pass.Output.ToDoubles(), pass.Output.Shape.Columns, pass.Column, pass.Units);
        });
        foreach ((string series, Parameter weight, int firstRow) in RecurrentGates.Blocks(run.Modules))
        {
            int units = weight.Shape[1];
            if (weight.Blocks.Count > 0 || units > LargestMatrix)
                continue; // gates forget and keep by themselves: the matrix alone says little
            double[] matrix = new double[units * units];
            PassRows.Read(weight.Value, firstRow * units, matrix);
            radii[series] = Eigenvalues.Radius(Eigenvalues.Of(matrix, units));
        }
        Parameter[] matrices = [.. run.Model.Parameters.Where(parameter => parameter.Shape.Rank == 2)];
        return new()
        {
            Variances = variances,
            Radii = radii,
            IdenticalRows = [.. matrices.Where(HasIdenticalRows).Select(parameter => parameter.Name)],
            OneSign = [.. matrices.Where(HasOneSign).Select(parameter => parameter.Name)],
        };
    }

    /// <summary>The variance over rows, mean over some columns.</summary>
    static double Variance(double[] values, int columns, int first, int count)
    {
        int rows = values.Length / columns;
        double sum = 0;
        for (int column = first; column < first + count; column++)
        {
            double mean = 0, squares = 0;
            for (int row = 0; row < rows; row++)
                mean += values[(row * columns) + column] / rows;
            for (int row = 0; row < rows; row++)
                squares += Math.Pow(values[(row * columns) + column] - mean, 2);
            sum += squares / rows;
        }
        return sum / count;
    }

    /// <summary>Whether the rows of every block are all the same.</summary>
    static bool HasIdenticalRows(Parameter parameter)
    {
        int blocks = Math.Max(1, parameter.Blocks.Count), columns = parameter.Shape[1], rows = parameter.Shape[0] / blocks;
        if (rows < 2 || columns < 2)
            return false;
        Tensor value = parameter.Value; // looked at in its place: a table may be large
        return value.DType == DType.Float32 ? HasIdenticalRows<float>(value.Span<float>(), rows, columns) : HasIdenticalRows<double>(value.Span<double>(), rows, columns);
    }

    static bool HasIdenticalRows<T>(ReadOnlySpan<T> values, int rows, int columns)
        where T : IEquatable<T>
    {
        for (int row = 0; row < values.Length / columns; row++)
        {
            if (!values.Slice(row * columns, columns).SequenceEqual(values.Slice(row / rows * rows * columns, columns)))
                return false;
        }
        return true;
    }

    static bool HasOneSign(Parameter parameter)
    {
        Tensor value = parameter.Value;
        return value.Length >= FewestForASign && (value.DType == DType.Float32 ? HasOneSign<float>(value.Span<float>()) : HasOneSign<double>(value.Span<double>()));
    }

    static bool HasOneSign<T>(ReadOnlySpan<T> values)
        where T : unmanaged, IFloatingPointIeee754<T>, IMinMaxValue<T>
    {
        bool positive = values.IndexOfAnyExceptInRange(T.Zero, T.MaxValue) < 0, negative = values.IndexOfAnyExceptInRange(T.MinValue, T.Zero) < 0;
        return positive != negative;
    }
}
