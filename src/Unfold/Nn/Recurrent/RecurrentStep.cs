namespace Unfold.Nn;

/// <summary>One layer in one direction on one batch: what the operation on the tape is made of.</summary>
/// <param name="Layout">Where which step lies.</param>
/// <param name="X">[N, inputs], packed.</param>
/// <param name="Weights">The parameters.</param>
/// <param name="H">The state's planes.</param>
/// <param name="C">The cell's planes; null where there is no cell.</param>
/// <param name="Reverse">Whether the steps are taken from the last to the first.</param>
sealed record RecurrentStep(SequenceLayout Layout, Tensor X, RecurrentWeights Weights, StatePlane H, StatePlane? C, bool Reverse)
{
    public int HiddenSize => H.Final.Shape[2];

    public bool RequiresGrad =>
        X.RequiresGrad || Weights.AnyTrainable || H.InitialRequiresGrad || C is { InitialRequiresGrad: true };
}
