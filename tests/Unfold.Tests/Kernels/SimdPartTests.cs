using System.Numerics;
using System.Runtime.Intrinsics;
using Unfold.Kernels;

namespace Unfold.Tests.Kernels;

/// <summary>The ragged ends of rows: as many elements as are asked for, and not one more.</summary>
public unsafe class SimdPartTests
{
    [Fact]
    public void Parts_OfEveryLengthAndWidth_TouchOnlyThemselves()
    {
        Check<SimdScalar<float>, float, float>();
        Check<Simd128<float>, Vector128<float>, float>();
        Check<Simd256<float>, Vector256<float>, float>();
        Check<Simd512<float>, Vector512<float>, float>();
        Check<SimdScalar<double>, double, double>();
        Check<Simd128<double>, Vector128<double>, double>();
        Check<Simd256<double>, Vector256<double>, double>();
        Check<Simd512<double>, Vector512<double>, double>();
    }

    static void Check<TSimd, TVector, T>()
        where TSimd : struct, ISimd<TVector, T>
        where TVector : struct
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        T[] source = [.. Enumerable.Range(0, TSimd.Count + 2).Select(static i => T.CreateTruncating(i + 1))];
        T fill = T.CreateTruncating(-7);
        for (int length = 0; length <= TSimd.Count; length++)
        {
            T[] whole = new T[TSimd.Count], part = [.. source], byReference = [.. source];
            fixed (T* from = source, to = part)
            {
                TVector vector = TSimd.LoadPart(from + 1, length, fill);
                TSimd.Store(vector, ref whole[0], 0);
                Assert.Equal(source.AsSpan(1, length), whole.AsSpan(0, length));
                Assert.All(whole[length..], value => Assert.Equal(fill, value));
                TSimd.StorePart(TSimd.Broadcast(fill), to + 1, length);
            }

            TSimd.Store(TSimd.LoadPart(in source[0], 1, length, fill), ref whole[0], 0);
            Assert.Equal(source.AsSpan(1, length), whole.AsSpan(0, length));
            TSimd.StorePart(TSimd.Broadcast(fill), ref byReference[0], 1, length);
            Assert.Equal(part, byReference);
            Assert.All(part[1..(length + 1)], value => Assert.Equal(fill, value));
            Assert.Equal(source[0], part[0]);
            Assert.Equal(source[(length + 1)..], part[(length + 1)..]);
        }
    }
}
