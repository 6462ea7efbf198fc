using Unfold.Kernels;

namespace Unfold.Optim;

/// <summary>What an optimizer keeps for one parameter: its state, and how to move it.</summary>
interface IParameterUpdater
{
    /// <summary>Steps this parameter has made.</summary>
    long Steps { get; set; }

    /// <summary>Names of the state arrays, as PyTorch has them.</summary>
    IReadOnlyList<string> StateNames { get; }

    /// <summary>Adds up the squares of the gradient, as it is and clipped by value.</summary>
    void AddSquares(double? limit, ref double squares, ref double clipped);

    /// <summary>Moves the parameter by its gradient.</summary>
    void Apply(double learningRate, double weightDecay, double? limit, double scale);

    /// <summary>Moves the parameter by its gradient and tells the sums of each of its equal blocks of rows; one is the whole.</summary>
    void ApplyWatched(double learningRate, double weightDecay, double? limit, double scale, StepDetail detail, Span<UpdateSums> blocks);

    /// <summary>Brings rows that wait up to date.</summary>
    void CatchUpAll();

    /// <summary>A state array itself, in the parameter's shape.</summary>
    Tensor State(int index);

    /// <summary>A copy of a state array, in the parameter's shape.</summary>
    Tensor CopyState(int index);

    /// <summary>Replaces a state array.</summary>
    void LoadState(int index, Tensor state);
}
