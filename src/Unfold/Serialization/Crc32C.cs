using System.Buffers.Binary;
using System.Numerics;

namespace Unfold.Serialization;

/// <summary>The checksum CRC-32C (Castagnoli), as iSCSI (RFC 3720), the record and TensorBoard's event files use it.</summary>
public static class Crc32C
{
    /// <summary>The checksum of some bytes: begins with all ones, ends with the complement.</summary>
    public static uint Of(ReadOnlySpan<byte> bytes)
    {
        uint crc = uint.MaxValue;
        for (; bytes.Length >= 8; bytes = bytes[8..])
            crc = BitOperations.Crc32C(crc, BinaryPrimitives.ReadUInt64LittleEndian(bytes));
        foreach (byte value in bytes)
            crc = BitOperations.Crc32C(crc, value);
        return ~crc;
    }
}
