using Unfold.Kernels;

namespace Unfold.Nn;

/// <summary>One layer in one direction on one batch: what the operation on the tape is made of.</summary>
/// <param name="Layout">Where which step lies.</param>
/// <param name="X">[N, inputs], packed.</param>
/// <param name="Output">[N, Hidden · Directions]: takes this direction's outputs in its columns.</param>
/// <param name="Weights">The parameters.</param>
/// <param name="H">The state's planes.</param>
/// <param name="C">The cell's planes; null where there is no cell.</param>
/// <param name="Reverse">Whether the steps are taken from the last to the first.</param>
/// <param name="Pass">What a watcher sees of it; null where nobody watches.</param>
sealed record RecurrentStep(
    SequenceLayout Layout, Tensor X, Tensor Output, RecurrentWeights Weights, StatePlane H, StatePlane? C, bool Reverse, RecurrentPass? Pass)
{
    public int HiddenSize => H.Final.Shape[2];

    /// <summary>Elements from row to row of the output.</summary>
    public int Stride => Output.Shape[1];

    /// <summary>The first column of this direction in the output.</summary>
    public int Column => Reverse ? HiddenSize : 0;

    public RaggedSteps Steps() => new(Layout.StepOffsets, Layout.ActiveCounts, Layout.Count);

    public bool RequiresGrad =>
        X.RequiresGrad || Weights.AnyTrainable || H.InitialRequiresGrad || C is { InitialRequiresGrad: true };
}
