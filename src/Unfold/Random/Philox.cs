using System.Runtime.CompilerServices;

namespace Unfold;

/// <summary>The block function Philox4x32-10: four counter words and two key words in, four random words out.</summary>
/// <remarks>Source: J. Salmon, M. Moraes, R. Dror, D. Shaw, "Parallel Random Numbers: As Easy as 1, 2, 3", 2011, section 4.3.</remarks>
static class Philox
{
    const uint Multiplier0 = 0xD2511F53;
    const uint Multiplier1 = 0xCD9E8D57;
    const uint Weyl0 = 0x9E3779B9; // golden ratio
    const uint Weyl1 = 0xBB67AE85; // sqrt(3) - 1
    const int Rounds = 10;

    /// <summary>Encrypts the counter (c0..c3) under the key (k0, k1), in place.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Block(ref uint c0, ref uint c1, ref uint c2, ref uint c3, uint k0, uint k1)
    {
        for (int round = 0; round < Rounds; round++)
        {
            ulong p0 = (ulong)Multiplier0 * c0;
            ulong p1 = (ulong)Multiplier1 * c2;
            (c0, c1, c2, c3) = ((uint)(p1 >> 32) ^ c1 ^ k0, (uint)p1, (uint)(p0 >> 32) ^ c3 ^ k1, (uint)p0);
            k0 += Weyl0;
            k1 += Weyl1;
        }
    }
}
