using System.Numerics;
using System.Runtime.CompilerServices;

namespace Unfold.Kernels;

/// <summary>
/// g += l2 · w; w *= keep; m = b1·m + (1 − b1)·g; v = b2·v + (1 − b2)·g²; w −= rate · m / (√v · scale + epsilon).
/// Adam, AdamW and SparseAdam differ in the coefficients only.
/// </summary>
readonly struct AdamRule<T> : IUpdateRule<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    readonly T _rate, _beta1, _fresh1, _beta2, _fresh2, _rootScale, _epsilon, _l2, _keep, _floor;

    public AdamRule(in RuleInputs inputs, double beta1, double beta2, double epsilon, bool decoupled, bool lazy)
    {
        double correction1 = 1 - Math.Pow(beta1, inputs.Step), correction2 = 1 - Math.Pow(beta2, inputs.Step);
        _rate = T.CreateTruncating(inputs.LearningRate / correction1 * (lazy ? Math.Sqrt(correction2) : 1));
        _rootScale = T.CreateTruncating(lazy ? 1 : 1 / Math.Sqrt(correction2));
        _beta1 = T.CreateTruncating(beta1);
        _fresh1 = T.CreateTruncating(1 - beta1);
        _beta2 = T.CreateTruncating(beta2);
        _fresh2 = T.CreateTruncating(1 - beta2);
        _epsilon = T.CreateTruncating(epsilon);
        _floor = T.Epsilon * T.CreateTruncating(((1 / (1 - beta1)) + 1) / epsilon);
        _l2 = T.CreateTruncating(decoupled ? 0 : inputs.WeightDecay);
        _keep = T.CreateTruncating(decoupled ? 1 - (inputs.LearningRate * inputs.WeightDecay) : 1);
        Fades = !MovesRestingRows && beta1 <= beta2 && beta2 <= 1 - 1e-5 && epsilon >= 1e-15;
    }

    public static int States => 2;

    public bool MovesRestingRows => _l2 != T.Zero || _keep != T.One;

    /// <summary>
    /// With f(b) = b(1 − b^t)/(1 − b^(t+1)), one idle step multiplies rate · m by f(b1) and √v · scale by √f(b2). f grows with b and
    /// stays below b, so for b1 ≤ b2 the change shrinks at least by √b2 a step, which is more than rounding can give back when
    /// b2 ≤ 1 − 1e-5. Epsilon only slows the divisor's decay; it also bounds the divisor from below where v underflows.
    /// Where m has become so small that rounding holds it up, m / divisor is at most the floor that <see cref="Reach"/> adds.
    /// </summary>
    public bool Fades { get; }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Update<TSimd, TVector>(ref TVector weight, TVector gradient, ref TVector first, ref TVector second)
        where TSimd : struct, ISimd<TVector, T>
        where TVector : struct
    {
        TVector g = _l2 == T.Zero ? gradient : TSimd.MultiplyAdd(TSimd.Broadcast(_l2), weight, gradient);
        first = TSimd.MultiplyAdd(TSimd.Broadcast(_beta1), first, TSimd.Multiply(TSimd.Broadcast(_fresh1), g));
        second = TSimd.MultiplyAdd(TSimd.Broadcast(_beta2), second, TSimd.Multiply(TSimd.Multiply(TSimd.Broadcast(_fresh2), g), g));
        TVector kept = TSimd.Multiply(TSimd.Broadcast(_keep), weight);
        weight = TSimd.NegateMultiplyAdd(TSimd.Broadcast(_rate), TSimd.Divide(first, Divisor<TSimd, TVector>(second)), kept);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Coast<TSimd, TVector>(ref TVector weight, ref TVector first, ref TVector second)
        where TSimd : struct, ISimd<TVector, T>
        where TVector : struct
    {
        first = FadeFirst<TSimd, TVector>(first);
        second = FadeSecond<TSimd, TVector>(second);
        weight = TSimd.NegateMultiplyAdd(TSimd.Broadcast(_rate), TSimd.Divide(first, Divisor<TSimd, TVector>(second)), weight);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TVector FadeFirst<TSimd, TVector>(TVector first)
        where TSimd : struct, ISimd<TVector, T>
        where TVector : struct => TSimd.MultiplyAdd(TSimd.Broadcast(_beta1), first, TSimd.Zero);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TVector FadeSecond<TSimd, TVector>(TVector second)
        where TSimd : struct, ISimd<TVector, T>
        where TVector : struct => TSimd.MultiplyAdd(TSimd.Broadcast(_beta2), second, TSimd.Zero);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TVector Reach<TSimd, TVector>(TVector first, TVector second, T headroom)
        where TSimd : struct, ISimd<TVector, T>
        where TVector : struct =>
        TSimd.Multiply(
            TSimd.Broadcast(_rate * headroom),
            TSimd.Add(TSimd.Abs(TSimd.Divide(first, Divisor<TSimd, TVector>(second))), TSimd.Broadcast(_floor)));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    TVector Divisor<TSimd, TVector>(TVector second)
        where TSimd : struct, ISimd<TVector, T>
        where TVector : struct =>
        TSimd.MultiplyAdd(TSimd.Sqrt(second), TSimd.Broadcast(_rootScale), TSimd.Broadcast(_epsilon));
}
