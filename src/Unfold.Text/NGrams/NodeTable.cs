using System.Numerics;

namespace Unfold.Text;

/// <summary>A hash table from an n-gram's beginning and its last unit to the n-gram's number.</summary>
/// <remarks>Open addressing with linear probing, at most half full. Reading from several threads is safe while nothing is added.</remarks>
sealed class NodeTable
{
    const ulong Multiplier = 0x9E3779B97F4A7C15;
    const int FirstCapacity = 64;
    Slot[] _slots;
    int _shift;

    /// <summary>The number is one more than it is; 0 marks an empty slot.</summary>
    readonly record struct Slot(int Beginning, int Unit, int Number);

    public NodeTable(int expected = 0)
    {
        _slots = new Slot[BitOperations.RoundUpToPowerOf2((uint)Math.Max(FirstCapacity, checked(2 * expected)))];
        _shift = 64 - BitOperations.Log2((uint)_slots.Length);
    }

    public int Count { get; private set; }

    /// <summary>The number of an n-gram, or -1.</summary>
    public int Find(int beginning, int unit)
    {
        Slot[] slots = _slots;
        for (int i = Home(beginning, unit); ; i = (i + 1) & (slots.Length - 1))
        {
            Slot slot = slots[i];
            if (slot.Number == 0) return -1;
            if (slot.Beginning == beginning && slot.Unit == unit) return slot.Number - 1;
        }
    }

    /// <summary>The number of an n-gram; a new one gets the next number, counted from <paramref name="first"/>.</summary>
    public int FindOrAdd(int beginning, int unit, int first = 0)
    {
        int found = Find(beginning, unit);
        if (found >= 0) return found;
        if (2 * (Count + 1) > _slots.Length) Grow();
        Place(new Slot(beginning, unit, first + Count + 1));
        return first + Count++;
    }

    void Grow()
    {
        Slot[] old = _slots;
        _slots = new Slot[checked(2 * old.Length)];
        _shift--;
        foreach (Slot slot in old)
        {
            if (slot.Number != 0) Place(slot);
        }
    }

    void Place(Slot slot)
    {
        int i = Home(slot.Beginning, slot.Unit);
        while (_slots[i].Number != 0) i = (i + 1) & (_slots.Length - 1);
        _slots[i] = slot;
    }

    int Home(int beginning, int unit) => (int)(((((ulong)(uint)beginning << 32) | (uint)unit) * Multiplier) >> _shift);
}
