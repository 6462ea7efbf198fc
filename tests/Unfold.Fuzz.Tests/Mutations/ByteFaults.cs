namespace Unfold.Fuzz.Tests;

/// <summary>Faults of bytes: bits flipped, bytes set, blocks cut out, doubled and exchanged.</summary>
static class ByteFaults
{
    /// <summary>No input grows beyond it.</summary>
    public const int Largest = 1 << 14;

    static readonly byte[] Odd = [0, 1, 9, 10, 13, 32, 34, 39, 44, 45, 46, 48, 57, 58, 91, 92, 93, 95, 123, 125, 0x7F, 0x80, 0xBF, 0xC0, 0xC3, 0xE2, 0xED, 0xEF, 0xF4, 0xF8, 0xFE, 0xFF];

    public static byte[] Apply(byte[] bytes, Rng rng)
    {
        if (bytes.Length == 0) return [Odd[rng.Next(Odd.Length)]];
        int at = rng.Next(bytes.Length);
        switch (rng.Next(8))
        {
            case 0 or 1: bytes[at] ^= (byte)(1 << rng.Next(8)); return bytes;
            case 2: bytes[at] = (byte)rng.Next(256); return bytes;
            case 3: bytes[at] = Odd[rng.Next(Odd.Length)]; return bytes;
            case 4: return bytes[..at];
            case 5: return Remove(bytes, at, 1 + rng.Next(Block(bytes, at, rng)));
            case 6:
                byte[] block = bytes[at..(at + 1 + rng.Next(Block(bytes, at, rng)))];
                int times = rng.Next(4) == 0 ? 1 + rng.Next(64) : 1;
                for (int i = 0; i < times; i++) bytes = Insert(bytes, block, at);
                return bytes;
            default: return Exchange(bytes, at, rng);
        }
    }

    /// <summary>A piece put in, or written over what is there.</summary>
    public static byte[] Insert(byte[] bytes, byte[] piece, Rng rng)
    {
        int at = rng.Next(bytes.Length + 1);
        return rng.Next(2) == 0 ? Insert(bytes, piece, at) : Insert(Remove(bytes, at, Math.Min(piece.Length, bytes.Length - at)), piece, at);
    }

    public static byte[] Insert(byte[] bytes, ReadOnlySpan<byte> piece, int at) =>
        bytes.Length + piece.Length > Largest ? bytes : [.. bytes.AsSpan(0, at), .. piece, .. bytes.AsSpan(at)];

    public static byte[] Remove(byte[] bytes, int at, int count) => [.. bytes.AsSpan(0, at), .. bytes.AsSpan(at + count)];

    /// <summary>The beginning of one file and the end of another.</summary>
    public static byte[] Splice(byte[] bytes, byte[] other, Rng rng)
    {
        byte[] both = [.. bytes.AsSpan(0, rng.Next(bytes.Length + 1)), .. other.AsSpan(rng.Next(other.Length + 1))];
        return both.Length > Largest ? both[..Largest] : both;
    }

    static byte[] Exchange(byte[] bytes, int at, Rng rng)
    {
        int length = 1 + rng.Next(Block(bytes, at, rng)), to = rng.Next(bytes.Length - length + 1);
        byte[] kept = bytes[at..(at + length)];
        bytes.AsSpan(to, length).CopyTo(bytes.AsSpan(at));
        kept.CopyTo(bytes.AsSpan(to));
        return bytes;
    }

    /// <summary>The bytes from a place on, more often few than all.</summary>
    static int Block(byte[] bytes, int at, Rng rng) => Math.Min(bytes.Length - at, rng.Next(3) == 0 ? bytes.Length : 16);
}
