using Unfold.Nn;

namespace Unfold.Training;

/// <summary>Weights that were read from a file are numbers: one that is not would make every answer NaN.</summary>
static class FiniteWeights
{
    /// <exception cref="DamagedFileException">A weight is NaN or infinite: the first one is named.</exception>
    public static void ThrowIfNot(Module network, string path)
    {
        foreach (Parameter parameter in network.Parameters)
        {
            if (parameter.Value.DType == DType.Float32) ThrowIfNot<float>(parameter, path);
            else ThrowIfNot<double>(parameter, path);
        }
    }

    static void ThrowIfNot<T>(Parameter parameter, string path)
        where T : unmanaged, System.Numerics.INumberBase<T>
    {
        ReadOnlySpan<T> values = parameter.Value.Span<T>();
        for (int i = 0; i < values.Length; i++)
        {
            if (!T.IsFinite(values[i]))
                throw new DamagedFileException($"{path}: expected finite weights, got {values[i]} at place {i} of {parameter.Name}. The file is damaged, or the training diverged; take other weights, or train again.");
        }
    }
}
