using System.Numerics;
using System.Runtime.CompilerServices;

namespace Unfold.Kernels;

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
        where TVector : struct
    {
        TVector g = _l2 == T.Zero ? gradient : TSimd.MultiplyAdd(TSimd.Broadcast(_l2), weight, gradient);
        weight = TSimd.NegateMultiplyAdd(TSimd.Broadcast(_rate), g, weight);
    }

    public void Coast<TSimd, TVector>(ref TVector weight, ref TVector first, ref TVector second)
        where TSimd : struct, ISimd<TVector, T>
        where TVector : struct
    {
    }

    public TVector FadeFirst<TSimd, TVector>(TVector first)
        where TSimd : struct, ISimd<TVector, T>
        where TVector : struct => first;

    public TVector FadeSecond<TSimd, TVector>(TVector second)
        where TSimd : struct, ISimd<TVector, T>
        where TVector : struct => second;

    public TVector Reach<TSimd, TVector>(TVector first, TVector second, T headroom)
        where TSimd : struct, ISimd<TVector, T>
        where TVector : struct => TSimd.Zero;
}
