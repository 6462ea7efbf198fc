using System.Numerics;
using System.Runtime.CompilerServices;

namespace Unfold.Kernels;

/// <summary>Adam: m = β₁m + (1−β₁)g; v = β₂v + (1−β₂)g²; w −= rate/(1−β₁ᵗ) · m / (√v/√(1−β₂ᵗ) + ε), the order of torch.optim.Adam.</summary>
/// <remarks>
/// <paramref name="decay"/> is added to the gradient (L2); <paramref name="keep"/> multiplies the weight beforehand (AdamW: 1 − rate·decay,
/// otherwise 1). Moments about to decay into denormals are set to zero: arithmetic on denormals is slow on some processors.
/// </remarks>
/// <param name="beta1">β₁.</param>
/// <param name="beta2">β₂.</param>
/// <param name="stepSize">rate / (1 − β₁ᵗ).</param>
/// <param name="correction">1 / √(1 − β₂ᵗ).</param>
/// <param name="epsilon">ε.</param>
/// <param name="decay">λ of the L2 form.</param>
/// <param name="keep">Factor of the weight.</param>
readonly struct AdamRule<T>(T beta1, T beta2, T stepSize, T correction, T epsilon, T decay, T keep) : IUpdateRule<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    readonly T _rest1 = T.One - beta1;
    readonly T _rest2 = T.One - beta2;
    readonly T _tiny = typeof(T) == typeof(float) ? T.CreateTruncating(1e-37) : T.CreateTruncating(1e-306);

    public static int States => 2;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TVector Invoke<TSimd, TVector>(TVector weight, TVector gradient, ref TVector first, ref TVector second)
        where TSimd : struct, ISimd<TVector, T>
        where TVector : struct
    {
        TVector g = TSimd.MultiplyAdd(TSimd.Broadcast(decay), weight, gradient);
        TVector m = TSimd.MultiplyAdd(TSimd.Broadcast(_rest1), g, TSimd.Multiply(TSimd.Broadcast(beta1), first));
        TVector v = TSimd.MultiplyAdd(TSimd.Multiply(TSimd.Broadcast(_rest2), g), g, TSimd.Multiply(TSimd.Broadcast(beta2), second));
        TVector tiny = TSimd.Broadcast(_tiny);
        m = TSimd.Select(TSimd.LessThan(TSimd.Abs(m), tiny), TSimd.Zero, m);
        v = TSimd.Select(TSimd.LessThan(v, tiny), TSimd.Zero, v);
        first = m;
        second = v;
        TVector denominator = TSimd.MultiplyAdd(TSimd.Sqrt(v), TSimd.Broadcast(correction), TSimd.Broadcast(epsilon));
        TVector change = TSimd.Divide(TSimd.Multiply(TSimd.Broadcast(stepSize), m), denominator);
        return TSimd.Subtract(TSimd.Multiply(weight, TSimd.Broadcast(keep)), change);
    }
}

/// <summary>Plain descent: w −= rate·(g + λw).</summary>
readonly struct SgdRule<T>(T rate, T decay) : IUpdateRule<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    public static int States => 0;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TVector Invoke<TSimd, TVector>(TVector weight, TVector gradient, ref TVector first, ref TVector second)
        where TSimd : struct, ISimd<TVector, T>
        where TVector : struct
    {
        TVector g = TSimd.MultiplyAdd(TSimd.Broadcast(decay), weight, gradient);
        return TSimd.NegateMultiplyAdd(TSimd.Broadcast(rate), g, weight);
    }
}

/// <summary>Descent with momentum: u = μu + (1−τ)(g + λw); w −= rate·u, or by Nesterov w −= rate·(g + λw + μu).</summary>
/// <remarks>On the first step torch.optim.SGD starts u at the gradient itself: pass <paramref name="intake"/> = 1 and a zero velocity.</remarks>
/// <param name="rate">Learning rate.</param>
/// <param name="decay">λ.</param>
/// <param name="momentum">μ.</param>
/// <param name="intake">1 − τ, τ the dampening.</param>
/// <param name="nesterov">Which form.</param>
readonly struct MomentumRule<T>(T rate, T decay, T momentum, T intake, bool nesterov) : IUpdateRule<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    public static int States => 1;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TVector Invoke<TSimd, TVector>(TVector weight, TVector gradient, ref TVector first, ref TVector second)
        where TSimd : struct, ISimd<TVector, T>
        where TVector : struct
    {
        TVector g = TSimd.MultiplyAdd(TSimd.Broadcast(decay), weight, gradient);
        TVector u = TSimd.MultiplyAdd(TSimd.Broadcast(intake), g, TSimd.Multiply(TSimd.Broadcast(momentum), first));
        first = u;
        TVector direction = nesterov ? TSimd.MultiplyAdd(TSimd.Broadcast(momentum), u, g) : u;
        return TSimd.NegateMultiplyAdd(TSimd.Broadcast(rate), direction, weight);
    }
}
