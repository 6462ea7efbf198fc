using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Unfold.Text;

/// <summary>A hash table from tokens to consecutive numbers that looks spans up without allocating.</summary>
/// <remarks>Open addressing with linear probing, at most half full; a slot keeps 32 bits of the hash beside the number.</remarks>
sealed class TokenTable
{
    const int FirstCapacity = 16;
    (uint Hash, int IdPlusOne)[] _slots;
    readonly List<string> _tokens;

    public TokenTable(int expected = 0)
    {
        _slots = new (uint, int)[BitOperations.RoundUpToPowerOf2((uint)Math.Max(FirstCapacity, checked(2 * expected)))];
        _tokens = new List<string>(expected);
    }

    public IReadOnlyList<string> Tokens => _tokens;

    /// <summary>The number of the token, or -1.</summary>
    public int Find(ReadOnlySpan<char> token)
    {
        uint hash = Hash(token);
        var slots = _slots;
        for (uint i = hash & (uint)(slots.Length - 1); ; i = (i + 1) & (uint)(slots.Length - 1))
        {
            var (slotHash, idPlusOne) = slots[i];
            if (idPlusOne == 0) return -1;
            if (slotHash == hash && token.SequenceEqual(_tokens[idPlusOne - 1])) return idPlusOne - 1;
        }
    }

    /// <summary>The number of the token; a new one gets the next number.</summary>
    public int FindOrAdd(ReadOnlySpan<char> token)
    {
        int id = Find(token);
        if (id >= 0) return id;
        if (2 * (_tokens.Count + 1) > _slots.Length) Grow();
        _tokens.Add(token.ToString());
        Place(_slots, Hash(token), _tokens.Count);
        return _tokens.Count - 1;
    }

    void Grow()
    {
        var larger = new (uint, int)[checked(_slots.Length * 2)];
        foreach (var (hash, idPlusOne) in _slots)
        {
            if (idPlusOne != 0) Place(larger, hash, idPlusOne);
        }
        _slots = larger;
    }

    static void Place((uint Hash, int IdPlusOne)[] slots, uint hash, int idPlusOne)
    {
        uint i = hash & (uint)(slots.Length - 1);
        while (slots[i].IdPlusOne != 0) i = (i + 1) & (uint)(slots.Length - 1);
        slots[i] = (hash, idPlusOne);
    }

    /// <summary>Multiplies and folds eight bytes at a time; the same on every machine of one byte order.</summary>
    static uint Hash(ReadOnlySpan<char> token)
    {
        const ulong multiplier = 0x9E3779B97F4A7C15;
        ulong hash = (ulong)token.Length * multiplier;
        ref byte bytes = ref Unsafe.As<char, byte>(ref MemoryMarshal.GetReference(token));
        int length = token.Length * sizeof(char), at = 0;
        for (; at + sizeof(ulong) <= length; at += sizeof(ulong))
            hash = Mix(hash ^ Unsafe.ReadUnaligned<ulong>(ref Unsafe.Add(ref bytes, at)));
        ulong rest = 0;
        for (; at < length; at += sizeof(char)) rest = (rest << 16) | Unsafe.ReadUnaligned<ushort>(ref Unsafe.Add(ref bytes, at));
        return (uint)(Mix(hash ^ rest) >> 32);

        static ulong Mix(ulong value)
        {
            ulong product = value * multiplier;
            return product ^ (product >> 29);
        }
    }
}
