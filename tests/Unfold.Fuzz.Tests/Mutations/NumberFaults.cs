using System.Buffers.Binary;
using System.Text;

namespace Unfold.Fuzz.Tests;

/// <summary>Numbers that lie: 0, −1, the largest ones and others around a border, in bytes at any offset and in digits.</summary>
static class NumberFaults
{
    static readonly long[] Lies =
    [
        0, 1, 2, 4, 7, 8, 64, 127, 128, 255, 256, 1024, 65_535, 65_536, 100_000_000, int.MaxValue, int.MaxValue - 1, (long)int.MaxValue + 1, uint.MaxValue, 1L << 32, 1L << 33,
        1L << 40, 1L << 62, long.MaxValue, long.MaxValue - 7, -1, -2, -8, int.MinValue, long.MinValue,
    ];

    static readonly string[] Written =
    [
        "0", "-0", "-1", "00", "1e5", "1E400", "-1e400", "1e-400", "0.5", "NaN", "Infinity", "2147483647", "2147483648", "-2147483648", "4294967296", "9223372036854775807",
        "9223372036854775808", "18446744073709551615", "18446744073709551616", "99999999999999999999999999999999999999", "65536", "1073741824", "0x7fffffff", "٣", "1_000", "",
    ];

    public static byte[] Apply(byte[] bytes, Rng rng) => rng.Next(2) == 0 ? Binary(bytes, rng) : Digits(bytes, rng);

    static byte[] Binary(byte[] bytes, Rng rng)
    {
        int size = 1 << rng.Next(4);
        if (bytes.Length < size) return bytes;
        int at = rng.Next(bytes.Length - size + 1);
        long lie = Lies[rng.Next(Lies.Length)];
        Span<byte> eight = stackalloc byte[8];
        if (rng.Next(3) == 0) BinaryPrimitives.WriteInt64BigEndian(eight, lie << (64 - (8 * size)));
        else BinaryPrimitives.WriteInt64LittleEndian(eight, lie);
        eight[..size].CopyTo(bytes.AsSpan(at));
        return bytes;
    }

    static byte[] Digits(byte[] bytes, Rng rng)
    {
        int from = rng.Next(bytes.Length + 1), first = bytes.AsSpan(from).IndexOfAnyInRange((byte)'0', (byte)'9');
        if (first < 0) return bytes;
        first += from;
        int end = first;
        while (end < bytes.Length && bytes[end] is >= (byte)'0' and <= (byte)'9') end++;
        return ByteFaults.Insert(ByteFaults.Remove(bytes, first, end - first), Encoding.UTF8.GetBytes(Written[rng.Next(Written.Length)]), first);
    }
}
