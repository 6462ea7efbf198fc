using System.Numerics;
using System.Runtime.CompilerServices;
using Unfold.Kernels;

namespace Unfold.Optim;

/// <summary>g += l2 · w; w −= rate · g.</summary>
readonly struct SgdRule<T> : IUpdateRule<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    readonly T _rate, _l2;

    public SgdRule(in RuleInputs inputs) => (_rate, _l2) = (T.CreateTruncating(inputs.LearningRate), T.CreateTruncating(inputs.WeightDecay));

    public static int States => 0;

    public bool MovesRestingRows => _l2 != T.Zero;

    public bool Fades => false;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Update<TSimd, TVector>(ref TVector weight, TVector gradient, ref TVector first, ref TVector second)
        where TSimd : struct, ISimd<TVector, T>
        where TVector : struct =>
        weight = TSimd.NegateMultiplyAdd(TSimd.Broadcast(_rate), TSimd.MultiplyAdd(TSimd.Broadcast(_l2), weight, gradient), weight);

    public void Idle<TSimd, TVector>(ref TVector first, ref TVector second)
        where TSimd : struct, ISimd<TVector, T>
        where TVector : struct
    {
    }

    public TVector Reach<TSimd, TVector>(TVector first, TVector second, T headroom)
        where TSimd : struct, ISimd<TVector, T>
        where TVector : struct => TSimd.Zero;
}
