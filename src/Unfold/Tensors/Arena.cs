using System.Runtime.CompilerServices;
using Unfold.Kernels;

namespace Unfold;

/// <summary>
/// The buffers of one step: handed out one behind the other, 64-byte aligned, and taken back all at once when the next
/// step starts. A steady step therefore allocates nothing on the managed heap.
/// </summary>
sealed class Arena
{
    readonly Slabs<float> _floats = new();
    readonly Slabs<double> _doubles = new();

    /// <summary>Counts the steps; a tensor remembers the one its buffer belongs to.</summary>
    public long Generation { get; private set; } = 1;

    /// <summary>Bytes held, whether in use or not.</summary>
    public long CapacityBytes => (_floats.Capacity * sizeof(float)) + (_doubles.Capacity * sizeof(double));

    /// <summary>Bytes handed out in the current step.</summary>
    public long StepBytes => (_floats.Taken * sizeof(float)) + (_doubles.Taken * sizeof(double));

    public Array Rent(DType dtype, int length, out int offset) =>
        dtype == DType.Float32 ? _floats.Rent(length, out offset) : _doubles.Rent(length, out offset);

    public void Reset()
    {
        Generation++;
        _floats.Reset();
        _doubles.Reset();
    }

    sealed class Slabs<T>
        where T : unmanaged
    {
        const int SmallestSlab = 1 << 16;
        static readonly int Alignment = 64 / Unsafe.SizeOf<T>();

        readonly List<T[]> _slabs = [];
        int _current = -1;
        int _next;

        public long Capacity => _slabs.Sum(slab => (long)slab.Length);

        public long Taken { get; private set; }

        public unsafe Array Rent(int length, out int offset)
        {
            while (_current >= 0)
            {
                T[] slab = _slabs[_current];
                if (slab.Length - _next >= length)
                {
                    offset = _next;
                    _next = Math.Min(slab.Length, offset + ((length + Alignment - 1) / Alignment * Alignment));
                    Taken += _next - offset;
                    return slab;
                }
                if (_current + 1 == _slabs.Count) break;
                Open(_current + 1);
            }
            // Slabs double, so that after a few steps everything fits in one or two of them.
            int size = (int)Math.Min(Array.MaxLength, Math.Max(Math.Max((long)SmallestSlab, Capacity), length + (long)Alignment));
            _slabs.Add(PinnedArray.Uninitialized<T>(size));
            Open(_slabs.Count - 1);
            return Rent(length, out offset);
        }

        public void Reset()
        {
            Taken = 0;
            if (_slabs.Count > 0) Open(0);
        }

        unsafe void Open(int index)
        {
            _current = index;
            nuint address = (nuint)Unsafe.AsPointer(ref _slabs[index][0]); // pinned: the address stays
            _next = (int)((64 - (address % 64)) % 64) / Unsafe.SizeOf<T>();
        }
    }
}
