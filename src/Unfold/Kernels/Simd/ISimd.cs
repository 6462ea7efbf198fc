namespace Unfold.Kernels;

/// <summary>The vector operations a kernel is written in, so that it stands in the source once and is compiled for every width.</summary>
/// <remarks>
/// <para><typeparamref name="TVector"/> is the platform's own vector (or <typeparamref name="T"/> itself for the scalar path):
/// no wrapper stands between the kernel and the register.</para>
/// <para>Comparisons give a mask whose only use is <see cref="Select"/>.</para>
/// </remarks>
unsafe interface ISimd<TVector, T>
    where TVector : struct
    where T : unmanaged
{
    /// <summary>Elements in a vector.</summary>
    static abstract int Count { get; }

    static abstract TVector Zero { get; }

    static abstract TVector Broadcast(T value);

    /// <summary>Count elements from <paramref name="source"/>[offset].</summary>
    static abstract TVector Load(ref readonly T source, nint offset);

    static abstract void Store(TVector value, ref T destination, nint offset);

    /// <summary>The first <paramref name="length"/> elements; the rest of the vector is <paramref name="fill"/>. 0 &lt;= length &lt;= Count.</summary>
    static abstract TVector LoadPart(ref readonly T source, nint offset, int length, T fill);

    static abstract void StorePart(TVector value, ref T destination, nint offset, int length);

    /// <summary>The same from pinned memory, without a call where the processor has masks.</summary>
    static abstract TVector LoadPart(T* source, int length, T fill);

    static abstract void StorePart(TVector value, T* destination, int length);

    static abstract TVector Add(TVector a, TVector b);

    static abstract TVector Subtract(TVector a, TVector b);

    static abstract TVector Multiply(TVector a, TVector b);

    static abstract TVector Divide(TVector a, TVector b);

    /// <summary>a·b + c, rounded once on hardware with a fused instruction, otherwise a product and then a sum; never emulated.</summary>
    static abstract TVector MultiplyAdd(TVector a, TVector b, TVector c);

    /// <summary>c − a·b, rounded like <see cref="MultiplyAdd"/>.</summary>
    static abstract TVector NegateMultiplyAdd(TVector a, TVector b, TVector c);

    static abstract TVector Sqrt(TVector value);

    /// <summary>The smaller of the two; NaN where <paramref name="b"/> is NaN, and up to the hardware where only <paramref name="a"/> is.</summary>
    static abstract TVector Min(TVector a, TVector b);

    /// <summary>The larger of the two; NaN where <paramref name="b"/> is NaN, and up to the hardware where only <paramref name="a"/> is.</summary>
    static abstract TVector Max(TVector a, TVector b);

    static abstract TVector Abs(TVector value);

    static abstract TVector Negate(TVector value);

    /// <summary>The magnitude of <paramref name="magnitude"/> with the sign bit of <paramref name="sign"/>.</summary>
    static abstract TVector CopySign(TVector magnitude, TVector sign);

    static abstract TVector LessThan(TVector a, TVector b);

    static abstract TVector AreEqual(TVector a, TVector b);

    /// <summary>Element by element: <paramref name="whenTrue"/> where the mask is set.</summary>
    static abstract TVector Select(TVector mask, TVector whenTrue, TVector whenFalse);

    /// <summary>value · 2^n by integer addition to the exponent, where n sits in the low mantissa bits of <paramref name="shifted"/> (n + 1.5·2^mantissaBits).</summary>
    static abstract TVector ScaleByPowerOfTwo(TVector value, TVector shifted);

    /// <summary>For a positive normal value: its fraction in [1, 2).</summary>
    static abstract TVector Fraction(TVector value);

    /// <summary>For a positive normal value: its unbiased exponent as a number.</summary>
    static abstract TVector Exponent(TVector value);

    /// <summary>The sum of the elements, halves added pairwise: a fixed order for a given width.</summary>
    static abstract T Sum(TVector value);

    /// <summary>The largest element; undefined when one is NaN.</summary>
    static abstract T Largest(TVector value);
}
