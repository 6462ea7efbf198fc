using Unfold.Inspection;
using Unfold.Nn;

namespace Unfold.Training;

/// <summary>Weights that were read from a file are numbers: one that is not would make every answer NaN.</summary>
static class FiniteWeights
{
    /// <exception cref="DamagedFileException">A weight is NaN or infinite: the first one is named.</exception>
    public static void ThrowIfNot(Module network, string path)
    {
        if (NonFiniteSearch.InWeights(network) is { } fault)
            throw new DamagedFileException($"{path}: expected finite weights, got {fault.Value} at {fault.Name}{fault.Element}. The file is damaged, or the training diverged; take other weights, or train again.");
    }
}
