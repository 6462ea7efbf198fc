using System.Numerics;
using System.Runtime.CompilerServices;

namespace Unfold.Kernels;

/// <summary>exp, tanh, sigmoid and logarithms of a vector: polynomials after an exact reduction of the argument.</summary>
/// <remarks>
/// Errors, held by tests over the whole range: exp, tanh, sigmoid, log at most 2e-7 (float) and 2e-15 (double) of the result, softplus 4e-7
/// and 4e-15. NaN gives NaN: where nothing chooses it, it passes through every operation, as the second operand of a maximum. No denormal ever comes out of exp, sigmoid or softplus: what would be smaller than the smallest
/// normal number is zero, because arithmetic on denormals takes a hundred times longer on some processors and their flushing cannot be
/// switched on from managed code.
/// <para>Reduction: x = n·ln 2 + r with |r| ≤ ln 2 / 2; e^r − 1 = r + r²·P(r), P fitted at Chebyshev nodes; n is added to the exponent bits.</para>
/// </remarks>
static class VectorMath<TSimd, TVector, T>
    where TSimd : struct, ISimd<TVector, T>
    where TVector : struct
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <summary>e^x. Overflows to infinity above ln(max); below ln(smallest normal) it is zero.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Exp(TVector x)
    {
        TVector low = Constant(-87.33654f, -708.3964185322641);
        TVector high = Constant(88.72283f, 709.782712893384);
        TVector clamped = TSimd.Max(TSimd.Min(x, high), low);
        TVector q = ReducedExpM1(clamped, out TVector shifted);
        TVector result = TSimd.ScaleByPowerOfTwo(TSimd.Add(q, TSimd.Broadcast(T.One)), shifted);
        result = TSimd.Select(TSimd.LessThan(high, x), TSimd.Broadcast(T.PositiveInfinity), result);
        result = TSimd.Select(TSimd.LessThan(x, low), TSimd.Zero, result);
        return TSimd.Select(TSimd.AreEqual(x, x), result, x);
    }

    /// <summary>tanh x = −e / (2 + e) · sign(x), e = e^(−2|x|) − 1, so that small arguments keep their digits.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Tanh(TVector x)
    {
        TVector argument = TSimd.Max(Constant(-20f, -44.0), TSimd.Multiply(TSimd.Abs(x), Constant(-2f, -2.0)));
        TVector q = ReducedExpM1(argument, out TVector shifted);
        TVector one = TSimd.Broadcast(T.One);
        TVector power = TSimd.ScaleByPowerOfTwo(one, shifted);
        TVector e = TSimd.MultiplyAdd(power, q, TSimd.Subtract(power, one));
        return TSimd.CopySign(TSimd.Divide(e, TSimd.Add(e, TSimd.Broadcast(T.One + T.One))), x);
    }

    /// <summary>1 / (1 + e^(−x)), by e^(−|x|) ≤ 1 on both sides; zero where it would be denormal.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Sigmoid(TVector x)
    {
        TVector one = TSimd.Broadcast(T.One);
        TVector e = ExpOfMinusAbs(x);
        TVector numerator = TSimd.Select(TSimd.LessThan(x, TSimd.Zero), e, one);
        return TSimd.Divide(numerator, TSimd.Add(one, e));
    }

    /// <summary>Natural logarithm: −infinity of zero, NaN of a negative number.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Log(TVector x)
    {
        TVector tiny = TSimd.LessThan(x, Constant(1.17549435e-38f, 2.2250738585072014e-308));
        TVector scaled = TSimd.Select(tiny, TSimd.Multiply(x, Constant(33554432f, 18014398509481984.0)), x);
        TVector exponent = TSimd.Subtract(TSimd.Exponent(scaled), TSimd.Select(tiny, Constant(25f, 54.0), TSimd.Zero));
        TVector fraction = TSimd.Fraction(scaled);
        TVector above = TSimd.LessThan(Constant(1.4142135f, 1.4142135623730951), fraction);
        TVector one = TSimd.Broadcast(T.One);
        fraction = TSimd.Select(above, TSimd.Multiply(fraction, Constant(0.5f, 0.5)), fraction);
        exponent = TSimd.Select(above, TSimd.Add(exponent, one), exponent);

        TVector f = TSimd.Subtract(fraction, one);
        TVector s = TSimd.Divide(f, TSimd.Add(fraction, one));
        TVector z = TSimd.Multiply(s, s);
        TVector tail = TSimd.MultiplyAdd(TSimd.Multiply(s, z), LogPolynomial(z), TSimd.Multiply(exponent, Constant(1.4286068e-6f, 7.371002565167799e-13)));
        TVector result = TSimd.MultiplyAdd(exponent, Constant(0.69314575f, 0.6931471805592082), TSimd.Add(TSimd.Add(s, s), tail));

        result = TSimd.Select(TSimd.AreEqual(x, TSimd.Broadcast(T.PositiveInfinity)), x, result);
        result = TSimd.Select(TSimd.AreEqual(x, TSimd.Zero), TSimd.Broadcast(T.NegativeInfinity), result);
        TVector valid = TSimd.Select(TSimd.LessThan(x, TSimd.Zero), TSimd.Broadcast(T.NaN), result);
        return TSimd.Select(TSimd.AreEqual(x, x), valid, x);
    }

    /// <summary>log(1 + e^x) = max(x, 0) + log1p(e^(−|x|)); the logarithm's argument is corrected for the rounding of 1 + e.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Softplus(TVector x)
    {
        TVector one = TSimd.Broadcast(T.One);
        TVector e = ExpOfMinusAbs(x);
        TVector u = TSimd.Add(one, e);
        TVector lost = TSimd.Divide(TSimd.Subtract(e, TSimd.Subtract(u, one)), u);
        TVector result = TSimd.Add(TSimd.Max(x, TSimd.Zero), TSimd.Add(Log(u), lost));
        return TSimd.Select(TSimd.AreEqual(x, x), result, x);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static TVector ExpOfMinusAbs(TVector x)
    {
        TVector low = Constant(-87.33654f, -708.3964185322641);
        TVector argument = TSimd.Negate(TSimd.Abs(x));
        TVector q = ReducedExpM1(TSimd.Max(low, argument), out TVector shifted);
        TVector power = TSimd.ScaleByPowerOfTwo(TSimd.Broadcast(T.One), shifted);
        return TSimd.Select(TSimd.LessThan(argument, low), TSimd.Zero, TSimd.MultiplyAdd(power, q, power));
    }

    /// <summary>e^r − 1 for x = n·ln 2 + r; <paramref name="shifted"/> holds n in its low bits.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static TVector ReducedExpM1(TVector x, out TVector shifted)
    {
        TVector magic = Constant(12582912f, 6755399441055744.0);
        shifted = TSimd.Add(TSimd.Multiply(x, Constant(1.442695f, 1.4426950408889634)), magic);
        TVector n = TSimd.Subtract(shifted, magic);
        TVector r = TSimd.NegateMultiplyAdd(n, Constant(0.69314575f, 0.6931471805592082), x);
        r = TSimd.NegateMultiplyAdd(n, Constant(1.4286068e-6f, 7.371002565167799e-13), r);
        return TSimd.MultiplyAdd(TSimd.Multiply(r, r), ExpPolynomial(r), r);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static TVector ExpPolynomial(TVector r)
    {
        if (typeof(T) == typeof(float))
        {
            TVector single = TSimd.MultiplyAdd(r, Constant(0.00019891080f, 0), Constant(0.0013933731f, 0));
            single = TSimd.MultiplyAdd(r, single, Constant(0.0083333108f, 0));
            single = TSimd.MultiplyAdd(r, single, Constant(0.041666464f, 0));
            single = TSimd.MultiplyAdd(r, single, Constant(0.16666667f, 0));
            return TSimd.MultiplyAdd(r, single, Constant(0.5f, 0));
        }

        TVector p = TSimd.MultiplyAdd(r, Constant(0, 2.09147553258932e-09), Constant(0, 2.5105312729622103e-08));
        p = TSimd.MultiplyAdd(r, p, Constant(0, 2.755727347871858e-07));
        p = TSimd.MultiplyAdd(r, p, Constant(0, 2.755725517000089e-06));
        p = TSimd.MultiplyAdd(r, p, Constant(0, 2.480158732567746e-05));
        p = TSimd.MultiplyAdd(r, p, Constant(0, 0.0001984126987500228));
        p = TSimd.MultiplyAdd(r, p, Constant(0, 0.0013888888888883711));
        p = TSimd.MultiplyAdd(r, p, Constant(0, 0.008333333333326084));
        p = TSimd.MultiplyAdd(r, p, Constant(0, 0.04166666666666667));
        p = TSimd.MultiplyAdd(r, p, Constant(0, 0.1666666666666667));
        return TSimd.MultiplyAdd(r, p, Constant(0, 0.5));
    }

    /// <summary>(2·artanh(s) − 2s) / (s·z) with z = s².</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static TVector LogPolynomial(TVector z)
    {
        if (typeof(T) == typeof(float))
        {
            TVector single = TSimd.MultiplyAdd(z, Constant(0.2334071f, 0), Constant(0.28550443f, 0));
            single = TSimd.MultiplyAdd(z, single, Constant(0.40000125f, 0));
            return TSimd.MultiplyAdd(z, single, Constant(0.6666667f, 0));
        }

        TVector p = TSimd.MultiplyAdd(z, Constant(0, 0.13099206277042577), Constant(0, 0.1326756484319774));
        p = TSimd.MultiplyAdd(z, p, Constant(0, 0.15386285022159404));
        p = TSimd.MultiplyAdd(z, p, Constant(0, 0.18181794803204096));
        p = TSimd.MultiplyAdd(z, p, Constant(0, 0.22222222399581285));
        p = TSimd.MultiplyAdd(z, p, Constant(0, 0.28571428570768753));
        p = TSimd.MultiplyAdd(z, p, Constant(0, 0.40000000000000935));
        return TSimd.MultiplyAdd(z, p, Constant(0, 0.6666666666666666));
    }

    /// <summary>One of two literals, chosen when the code is compiled.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static TVector Constant(float single, double wide) => typeof(T) == typeof(float)
        ? TSimd.Broadcast(Unsafe.BitCast<float, T>(single))
        : TSimd.Broadcast(Unsafe.BitCast<double, T>(wide));
}
