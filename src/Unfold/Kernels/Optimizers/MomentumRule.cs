using System.Numerics;
using System.Runtime.CompilerServices;

namespace Unfold.Kernels;

/// <summary>g += l2 · w; b = momentum · b + fresh · g; w −= rate · (lead · b + direct · g), where (lead, direct) is (1, 0), or (momentum, 1) after Nesterov.</summary>
readonly struct MomentumRule<T> : IUpdateRule<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    readonly T _rate, _l2, _momentum, _fresh, _lead, _direct;

    public MomentumRule(in RuleInputs inputs, double momentum, double dampening, bool nesterov)
    {
        _rate = T.CreateTruncating(inputs.LearningRate);
        _l2 = T.CreateTruncating(inputs.WeightDecay);
        _momentum = T.CreateTruncating(momentum);
        _fresh = T.CreateTruncating(inputs.Step == 1 ? 1 : 1 - dampening); // PyTorch's first buffer is the gradient itself
        _lead = nesterov ? _momentum : T.One;
        _direct = nesterov ? T.One : T.Zero;
    }

    public static int States => 1;

    public bool MovesRestingRows => _l2 != T.Zero;

    /// <summary>An idle step multiplies the buffer by the momentum, and rounding never makes such a product larger than it was.</summary>
    public bool Fades => !MovesRestingRows && _momentum < T.One;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Update<TSimd, TVector>(ref TVector weight, TVector gradient, ref TVector first, ref TVector second)
        where TSimd : struct, ISimd<TVector, T>
        where TVector : struct
    {
        TVector g = _l2 == T.Zero ? gradient : TSimd.MultiplyAdd(TSimd.Broadcast(_l2), weight, gradient);
        first = TSimd.MultiplyAdd(TSimd.Broadcast(_momentum), first, TSimd.Multiply(TSimd.Broadcast(_fresh), g));
        TVector direction = TSimd.MultiplyAdd(TSimd.Broadcast(_lead), first, TSimd.Multiply(TSimd.Broadcast(_direct), g));
        weight = TSimd.NegateMultiplyAdd(TSimd.Broadcast(_rate), direction, weight);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Coast<TSimd, TVector>(ref TVector weight, ref TVector first, ref TVector second)
        where TSimd : struct, ISimd<TVector, T>
        where TVector : struct
    {
        first = FadeFirst<TSimd, TVector>(first);
        weight = TSimd.NegateMultiplyAdd(TSimd.Broadcast(_rate), TSimd.MultiplyAdd(TSimd.Broadcast(_lead), first, TSimd.Zero), weight);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TVector FadeFirst<TSimd, TVector>(TVector first)
        where TSimd : struct, ISimd<TVector, T>
        where TVector : struct => TSimd.MultiplyAdd(TSimd.Broadcast(_momentum), first, TSimd.Zero);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TVector FadeSecond<TSimd, TVector>(TVector second)
        where TSimd : struct, ISimd<TVector, T>
        where TVector : struct => second;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TVector Reach<TSimd, TVector>(TVector first, TVector second, T headroom)
        where TSimd : struct, ISimd<TVector, T>
        where TVector : struct =>
        TSimd.Abs(TSimd.Multiply(TSimd.Broadcast(_rate * headroom), TSimd.Multiply(TSimd.Broadcast(_lead), first)));
}
