namespace Unfold;

/// <summary>The stream of NumPy's legacy <c>RandomState(seed)</c>, number for number: published splits and initial weights need it.</summary>
/// <remarks>
/// Source: M. Matsumoto, T. Nishimura, "Mersenne Twister", 1998 (MT19937); NumPy 1.24.2 <c>numpy.random.RandomState</c>, whose
/// numbers this class matches. For anything new take <see cref="Rng"/>. Not safe to share among threads.
/// </remarks>
public sealed class NumpyRandom
{
    const int Size = 624;
    const int Shift = 397;

    readonly uint[] _state = new uint[Size];
    int _index = Size;
    double? _spareNormal;

    /// <summary>The stream of <c>RandomState(seed)</c>.</summary>
    public NumpyRandom(uint seed)
    {
        _state[0] = seed;
        for (uint i = 1; i < Size; i++) _state[i] = (1812433253u * (_state[i - 1] ^ (_state[i - 1] >> 30))) + i;
    }

    /// <summary>The next 32 bits of the twister.</summary>
    public uint NextUInt32()
    {
        if (_index == Size) Twist();
        uint y = _state[_index++];
        y ^= y >> 11;
        y ^= (y << 7) & 0x9D2C5680;
        y ^= (y << 15) & 0xEFC60000;
        return y ^ (y >> 18);
    }

    /// <summary>A double in [0, 1): <c>random_sample()</c>, <c>rand()</c>.</summary>
    public double NextDouble()
    {
        uint a = NextUInt32() >> 5, b = NextUInt32() >> 6;
        return ((a * 67108864.0) + b) / 9007199254740992.0;
    }

    /// <summary>A standard normal number: <c>standard_normal()</c>, <c>randn()</c> (the polar method, the second number kept for the next call).</summary>
    public double NextNormal()
    {
        if (_spareNormal is { } spare)
        {
            _spareNormal = null;
            return spare;
        }
        double x, y, radius;
        do
        {
            x = (2 * NextDouble()) - 1;
            y = (2 * NextDouble()) - 1;
            radius = (x * x) + (y * y);
        }
        while (radius >= 1 || radius == 0);
        double factor = Math.Sqrt(-2 * Math.Log(radius) / radius);
        _spareNormal = factor * x;
        return factor * y;
    }

    /// <summary>A whole number in [<paramref name="low"/>, <paramref name="exclusiveHigh"/>): <c>randint(low, high)</c>.</summary>
    public int RandInt(int low, int exclusiveHigh)
    {
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(exclusiveHigh, low);
        return (int)(low + Interval((uint)((long)exclusiveHigh - low - 1)));
    }

    /// <summary>The numbers 0 .. n − 1 in random order: <c>permutation(n)</c>.</summary>
    public int[] Permutation(int n)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(n);
        int[] order = new int[n];
        for (int i = 0; i < n; i++) order[i] = i;
        Shuffle<int>(order);
        return order;
    }

    /// <summary>Puts the elements in random order: <c>shuffle</c> of an array.</summary>
    public void Shuffle<T>(Span<T> values)
    {
        for (int i = values.Length - 1; i > 0; i--)
        {
            int j = (int)Interval((uint)i);
            (values[i], values[j]) = (values[j], values[i]);
        }
    }

    /// <summary>A number in [0, max], max included: words cut to as many bits as max has, until one is not above it.</summary>
    long Interval(uint max)
    {
        if (max == 0) return 0;
        uint mask = uint.MaxValue >> System.Numerics.BitOperations.LeadingZeroCount(max);
        uint value;
        do value = NextUInt32() & mask;
        while (value > max);
        return value;
    }

    void Twist()
    {
        for (int k = 0; k < Size; k++)
        {
            uint y = (_state[k] & 0x80000000) | (_state[(k + 1) % Size] & 0x7FFFFFFF);
            _state[k] = _state[(k + Shift) % Size] ^ (y >> 1) ^ ((y & 1) == 0 ? 0 : 0x9908B0DF);
        }
        _index = 0;
    }
}
