namespace Unfold.Fuzz.Tests;

/// <summary>Faults of text: invalid UTF-8, half surrogate pairs, NULs, marks, separators, lines that are long, empty or without an end.</summary>
static class TextFaults
{
    static readonly byte[][] Pieces =
    [
        [0], [0, 0, 0, 0], [0x80], [0xC0, 0x80], [0xC3], [0xE2, 0x82], [0xED, 0xA0, 0x80], [0xED, 0xB0, 0x80], [0xF0, 0x9F, 0x98], [0xF4, 0x90, 0x80, 0x80], [0xFF, 0xFE], [0xFE, 0xFF],
        [0xEF, 0xBB, 0xBF], [0xEF, 0xBF, 0xBD], [0xE2, 0x80, 0xA8], [0xC2, 0x85], [0xF0, 0x9F, 0x98, 0x80], [0x1B, (byte)'[', (byte)'2', (byte)'J'], [0xC2, 0x9B], [0xE2, 0x80, 0xAE], [7],
        [.. "\r"u8], [.. "\n"u8], [.. "\r\n"u8], [.. "\n\n"u8], [.. "\t"u8], [.. "\""u8], [.. "\"\""u8], [.. ","u8], [.. " "u8], [.. "\\"u8], [.. "'"u8], [.. "../"u8], [.. "/etc/x"u8],
        [.. "\\ud800"u8], [.. "\\udc00"u8], [.. "\\ud83d\\ude00"u8], [.. "\\u0000"u8], [.. "\\u001b"u8], [.. "{0}"u8], [.. "%s%n"u8],
    ];

    public static byte[] Apply(byte[] bytes, Rng rng)
    {
        byte[] piece = Pieces[rng.Next(Pieces.Length)];
        switch (rng.Next(6))
        {
            case 0: // the same many times
                byte[] many = [.. Enumerable.Repeat(piece, 1 + rng.Next(500)).SelectMany(one => one)];
                return ByteFaults.Insert(bytes, many, rng);
            case 1: // a line end gone, or doubled
                int end = bytes.AsSpan(rng.Next(bytes.Length + 1)).IndexOf((byte)'\n');
                return end < 0 ? bytes : rng.Next(2) == 0 ? ByteFaults.Remove(bytes, end, 1) : ByteFaults.Insert(bytes, "\n"u8, end);
            default: return ByteFaults.Insert(bytes, piece, rng);
        }
    }
}
