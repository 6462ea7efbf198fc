using System.Runtime.InteropServices;
using System.Text;

namespace Unfold;

/// <summary>A stream of random numbers, the same for the same seed on every machine: Philox4x32-10 in counter mode.</summary>
/// <remarks>
/// Word number p of the stream is word p mod 4 of the block whose key is the seed (low half first) and whose counter is
/// p / 4 in 64 bits, upper two counter words zero. The whole state is therefore (seed, p), and skipping is free.
/// Not safe to share among threads: give each its own <see cref="Fork"/>.
/// Source: J. Salmon, M. Moraes, R. Dror, D. Shaw, "Parallel Random Numbers: As Easy as 1, 2, 3", 2011.
/// </remarks>
public sealed class Rng
{
    const uint ForkDomain = 0xFFFFFFFF;

    readonly ulong _seed;
    ulong _position;
    uint _w0, _w1, _w2, _w3; // the block that holds word _position, when _position is not a multiple of 4

    /// <summary>A stream at its beginning.</summary>
    public Rng(ulong seed) => _seed = seed;

    /// <summary>A stream that goes on where another one was when its <see cref="State"/> was read.</summary>
    public Rng(RngState state)
    {
        ArgumentNullException.ThrowIfNull(state);
        _seed = state.Seed;
        State = state;
    }

    /// <summary>The seed of this stream.</summary>
    public ulong Seed => _seed;

    /// <summary>The state: reading saves it, writing goes back (or forward) to it. The seeds must be equal.</summary>
    public RngState State
    {
        get => new(_seed, _position);
        set
        {
            ArgumentNullException.ThrowIfNull(value);
            if (value.Seed != _seed)
                throw new ArgumentException($"Rng.State: expected a state of seed {_seed}, got one of seed {value.Seed}. A stream keeps its seed; make a new Rng from the state instead.", nameof(value));
            _position = value.Position;
            if (_position % 4 != 0) LoadBlock(_position / 4);
        }
    }

    /// <summary>
    /// An independent stream that depends only on this stream's seed and the name, not on how much was drawn: the order
    /// in which parts of a program take their streams does not matter.
    /// </summary>
    /// <remarks>
    /// The child's seed is the first half of the Philox block under this seed's key with the counter
    /// (h low, h high, 0xFFFFFFFF, 0xFFFFFFFF), where h is the 64-bit FNV-1a hash of the name in UTF-8. The stream itself never uses such a counter.
    /// </remarks>
    public Rng Fork(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        ulong hash = 0xCBF29CE484222325;
        foreach (byte b in Encoding.UTF8.GetBytes(name)) hash = (hash ^ b) * 0x100000001B3;
        var (c0, c1, c2, c3) = ((uint)hash, (uint)(hash >> 32), ForkDomain, ForkDomain);
        Philox.Block(ref c0, ref c1, ref c2, ref c3, (uint)_seed, (uint)(_seed >> 32));
        return new Rng(((ulong)c1 << 32) | c0);
    }

    /// <summary>The next 32 bits.</summary>
    public uint NextUInt32()
    {
        switch (_position++ & 3)
        {
            case 0:
                LoadBlock((_position - 1) / 4);
                return _w0;
            case 1: return _w1;
            case 2: return _w2;
            default: return _w3;
        }
    }

    /// <summary>The next 64 bits: two words, the low half first.</summary>
    public ulong NextUInt64()
    {
        uint low = NextUInt32();
        return ((ulong)NextUInt32() << 32) | low;
    }

    /// <summary>A double in [0, 1) with 53 random bits: the upper 53 of <see cref="NextUInt64"/>, times 2⁻⁵³.</summary>
    public double NextDouble() => (NextUInt64() >> 11) * (1.0 / (1UL << 53));

    /// <summary>A float in [0, 1) with 24 random bits: the upper 24 of <see cref="NextUInt32"/>, times 2⁻²⁴.</summary>
    public float NextSingle() => ToSingle(NextUInt32());

    /// <summary>A whole number in [0, <paramref name="exclusiveMax"/>), each equally likely.</summary>
    /// <remarks>Source: D. Lemire, "Fast Random Integer Generation in an Interval", 2019, algorithm 5 (a product, and a rare rejection).</remarks>
    public int Next(int exclusiveMax)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(exclusiveMax);
        uint range = (uint)exclusiveMax;
        ulong product = (ulong)NextUInt32() * range;
        if ((uint)product < range)
        {
            uint threshold = (uint)-(int)range % range;
            while ((uint)product < threshold) product = (ulong)NextUInt32() * range;
        }
        return (int)(product >> 32);
    }

    /// <summary>A standard normal number: √(−2 ln(1 − u)) · cos(2πv) of two doubles u, v.</summary>
    /// <remarks>Source: G. Box, M. Muller, "A Note on the Generation of Random Normal Deviates", 1958. The sine half is not kept, so that the state stays (seed, position).</remarks>
    public double NextNormal()
    {
        double u = NextDouble(), v = NextDouble();
        return Math.Sqrt(-2 * Math.Log(1 - u)) * Math.Cos(2 * Math.PI * v);
    }

    /// <summary>Puts the elements in random order, each order equally likely: exchanges from the last element down (Fisher and Yates).</summary>
    public void Shuffle<T>(Span<T> values)
    {
        for (int i = values.Length - 1; i > 0; i--)
        {
            int j = Next(i + 1);
            (values[i], values[j]) = (values[j], values[i]);
        }
    }

    /// <summary>The numbers 0 .. n − 1 in random order.</summary>
    public int[] Permutation(int n)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(n);
        int[] order = new int[n];
        for (int i = 0; i < n; i++) order[i] = i;
        Shuffle<int>(order);
        return order;
    }

    /// <summary>Fills with 32-bit words: the same ones, in the same order, as so many calls of <see cref="NextUInt32"/>.</summary>
    public void Fill(Span<uint> words)
    {
        int i = 0;
        while (i < words.Length && (_position & 3) != 0) words[i++] = NextUInt32();
        var (k0, k1) = ((uint)_seed, (uint)(_seed >> 32));
        for (; i + 4 <= words.Length; i += 4, _position += 4)
        {
            ulong block = _position / 4;
            var (c0, c1, c2, c3) = ((uint)block, (uint)(block >> 32), 0u, 0u);
            Philox.Block(ref c0, ref c1, ref c2, ref c3, k0, k1);
            words[i + 3] = c3;
            words[i + 2] = c2;
            words[i + 1] = c1;
            words[i] = c0;
        }
        while (i < words.Length) words[i++] = NextUInt32();
    }

    /// <summary>Fills with floats in [0, 1): the same ones as so many calls of <see cref="NextSingle"/>.</summary>
    public void Fill(Span<float> values)
    {
        Span<uint> words = MemoryMarshal.Cast<float, uint>(values);
        Fill(words);
        for (int i = 0; i < values.Length; i++) values[i] = ToSingle(words[i]);
    }

    /// <summary>Fills with doubles in [0, 1): the same ones as so many calls of <see cref="NextDouble"/>.</summary>
    public void Fill(Span<double> values)
    {
        for (int i = 0; i < values.Length; i++) values[i] = NextDouble();
    }

    static float ToSingle(uint word) => (word >> 8) * (1f / (1u << 24));

    void LoadBlock(ulong block)
    {
        (_w0, _w1, _w2, _w3) = ((uint)block, (uint)(block >> 32), 0, 0);
        Philox.Block(ref _w0, ref _w1, ref _w2, ref _w3, (uint)_seed, (uint)(_seed >> 32));
    }
}
