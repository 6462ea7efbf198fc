using System.Numerics;

namespace Unfold.Kernels;

/// <summary>One optimizer's arithmetic for one step of one parameter: its fields are the step's coefficients, rates and bias corrections included.</summary>
interface IUpdateRule<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <summary>Arrays of state the rule keeps beside the weights, 0 to 2.</summary>
    static abstract int States { get; }

    /// <summary>Whether a zero gradient moves a weight whose state is zero: weight decay does.</summary>
    bool MovesRestingRows { get; }

    /// <summary>Whether changes only get smaller, apart from the learning rate, while the gradient stays zero.</summary>
    bool Fades { get; }

    /// <summary>Weights and state after the gradient.</summary>
    void Update<TSimd, TVector>(ref TVector weight, TVector gradient, ref TVector first, ref TVector second)
        where TSimd : struct, ISimd<TVector, T>
        where TVector : struct;

    /// <summary>Weights and state after a zero gradient and without weight decay, to the bit what <see cref="Update"/> leaves.</summary>
    void Coast<TSimd, TVector>(ref TVector weight, ref TVector first, ref TVector second)
        where TSimd : struct, ISimd<TVector, T>
        where TVector : struct;

    /// <summary>The first state after a zero gradient without weight decay, to the bit what <see cref="Update"/> leaves; the same at all steps of an optimizer.</summary>
    TVector FadeFirst<TSimd, TVector>(TVector first)
        where TSimd : struct, ISimd<TVector, T>
        where TVector : struct;

    /// <summary>The second state, as <see cref="FadeFirst"/> has the first one.</summary>
    TVector FadeSecond<TSimd, TVector>(TVector second)
        where TSimd : struct, ISimd<TVector, T>
        where TVector : struct;

    /// <summary>
    /// From the state that <see cref="Update"/> has just left: a bound on its change, and where the rule <see cref="Fades"/> on all
    /// later ones while the gradient stays zero and no rate is above <paramref name="headroom"/> times this step's.
    /// </summary>
    TVector Reach<TSimd, TVector>(TVector first, TVector second, T headroom)
        where TSimd : struct, ISimd<TVector, T>
        where TVector : struct;
}
