using System.Buffers;

namespace Unfold.Text;

/// <summary>Room for characters: on the stack where it is small, from the shared pool where it is not.</summary>
ref struct ScratchBuffer
{
    char[]? _rented;

    public ScratchBuffer(Span<char> initial, int needed)
    {
        if (needed > initial.Length) initial = _rented = ArrayPool<char>.Shared.Rent(needed);
        Span = initial;
    }

    public Span<char> Span { get; }

    public void Return()
    {
        if (_rented is { } rented) ArrayPool<char>.Shared.Return(rented);
        _rented = null;
    }
}
