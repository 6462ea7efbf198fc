using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Unfold.Text;

/// <summary>A hash table from tokens to consecutive numbers that looks spans up without allocating.</summary>
/// <remarks>
/// Open addressing with linear probing, at most half full. A slot holds a token of up to eight units itself, as two
/// words that overlap between five and eight, so that most look-ups touch one cache line; a longer one is compared with its string.
/// </remarks>
sealed class TokenTable
{
    const int FirstCapacity = 16;
    const int InlineUnits = 8;
    const ulong Multiplier = 0x9E3779B97F4A7C15;
    Slot[] _slots;
    readonly List<string> _tokens;

    /// <summary>The hash ends in the length, or in <see cref="InlineUnits"/> + 1 for a longer token.</summary>
    readonly record struct Key(ulong First, ulong Last, uint Hash);

    readonly record struct Slot(Key Key, int IdPlusOne);

    public TokenTable(int expected = 0)
    {
        _slots = new Slot[BitOperations.RoundUpToPowerOf2((uint)Math.Max(FirstCapacity, checked(2 * expected)))];
        _tokens = new List<string>(expected);
    }

    public IReadOnlyList<string> Tokens => _tokens;

    /// <summary>The number of the token, or -1.</summary>
    public int Find(ReadOnlySpan<char> token) => Find(token, KeyOf(token));

    /// <summary>The number of the token; a new one gets the next number.</summary>
    public int FindOrAdd(ReadOnlySpan<char> token)
    {
        var key = KeyOf(token);
        int id = Find(token, key);
        if (id >= 0) return id;
        if (2 * (_tokens.Count + 1) > _slots.Length) Grow();
        _tokens.Add(token.ToString());
        Place(_slots, new Slot(key, _tokens.Count));
        return _tokens.Count - 1;
    }

    int Find(ReadOnlySpan<char> token, Key key)
    {
        var slots = _slots;
        for (uint i = Home(key, slots); ; i = (i + 1) & (uint)(slots.Length - 1))
        {
            ref readonly var slot = ref slots[i];
            if (slot.IdPlusOne == 0) return -1;
            if (slot.Key.Hash == key.Hash && slot.Key.First == key.First && slot.Key.Last == key.Last
                && (token.Length <= InlineUnits || token.SequenceEqual(_tokens[slot.IdPlusOne - 1])))
                return slot.IdPlusOne - 1;
        }
    }

    void Grow()
    {
        var larger = new Slot[checked(_slots.Length * 2)];
        foreach (var slot in _slots)
        {
            if (slot.IdPlusOne != 0) Place(larger, slot);
        }
        _slots = larger;
    }

    static void Place(Slot[] slots, Slot slot)
    {
        uint i = Home(slot.Key, slots);
        while (slots[i].IdPlusOne != 0) i = (i + 1) & (uint)(slots.Length - 1);
        slots[i] = slot;
    }

    static uint Home(Key key, Slot[] slots) => (key.Hash >> 4) & (uint)(slots.Length - 1);

    static Key KeyOf(ReadOnlySpan<char> token)
    {
        int length = token.Length;
        ref byte bytes = ref Unsafe.As<char, byte>(ref MemoryMarshal.GetReference(token));
        ulong first, last;
        if (length > InlineUnits)
        {
            (first, last) = HashLong(ref bytes, length);
        }
        else if (length >= 4)
        {
            first = Unsafe.ReadUnaligned<ulong>(ref bytes);
            last = Unsafe.ReadUnaligned<ulong>(ref Unsafe.Add(ref bytes, (length - 4) * sizeof(char)));
        }
        else
        {
            first = last = 0;
            foreach (char c in token) first = (first << 16) | c;
        }
        ulong mixed = ((first * Multiplier) ^ BitOperations.RotateLeft(last, 29)) * Multiplier;
        mixed = (mixed ^ (mixed >> 32)) * Multiplier;
        return new Key(first, last, ((uint)(mixed >> 32) & ~0xFu) | (uint)Math.Min(length, InlineUnits + 1));
    }

    static (ulong First, ulong Last) HashLong(ref byte bytes, int length)
    {
        ulong hash = (ulong)length;
        int size = length * sizeof(char);
        for (int at = 0; at + sizeof(ulong) < size; at += sizeof(ulong))
        {
            hash = (hash ^ Unsafe.ReadUnaligned<ulong>(ref Unsafe.Add(ref bytes, at))) * Multiplier;
            hash ^= hash >> 29;
        }
        return (hash, Unsafe.ReadUnaligned<ulong>(ref Unsafe.Add(ref bytes, size - sizeof(ulong))));
    }
}
