namespace Unfold.Nn;

/// <summary>The parameters of one layer and direction. G is the number of gates: 1, 3 or 4.</summary>
/// <param name="Input">[G · Hidden, inputs]: <c>weight_ih</c>.</param>
/// <param name="Hidden">[G · Hidden, Hidden]: <c>weight_hh</c>.</param>
/// <param name="InputBias">[G · Hidden]: <c>bias_ih</c>.</param>
/// <param name="HiddenBias">[G · Hidden]: <c>bias_hh</c>.</param>
sealed record RecurrentWeights(Parameter Input, Parameter Hidden, Parameter? InputBias, Parameter? HiddenBias)
{
    public bool AnyTrainable => Input.Trainable || Hidden.Trainable || InputBias is { Trainable: true } || HiddenBias is { Trainable: true };
}
