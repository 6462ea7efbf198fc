using Unfold.Serialization;

namespace Unfold.Fuzz.Tests;

/// <summary>Weights from anywhere: safetensors.</summary>
sealed class SafetensorsTarget() : Target("safetensors")
{
    public override IReadOnlyList<byte[]> Seeds { get; } =
    [
        File("""{"a":{"dtype":"F32","shape":[2,3],"data_offsets":[0,24]},"b":{"dtype":"F64","shape":[1],"data_offsets":[24,32]},"__metadata__":{"format":"pt"}}""", 32),
        File("""{"x":{"dtype":"F16","shape":[2],"data_offsets":[0,4]},"y":{"dtype":"BF16","shape":[],"data_offsets":[4,6]},"n":{"dtype":"I64","shape":[1],"data_offsets":[6,14]},"e":{"dtype":"F32","shape":[0,7],"data_offsets":[14,14]}} """, 14),
        File("{}", 0),
    ];

    public override IReadOnlyList<byte[]> Words => Tests.Words.Of(
        "\"dtype\":", "\"shape\":", "\"data_offsets\":", "\"__metadata__\":", "\"F32\"", "\"F64\"", "\"F16\"", "\"BF16\"", "\"I64\"", "\"I8\"", "\"BOOL\"", "\"U64\"", "[0,0]", "[2147483647]", "[0,9223372036854775807]", "\"a\":{", "}");

    public override void Read(byte[] bytes) => SafetensorsFile.Read(new MemoryStream(bytes), "a.safetensors");

    /// <summary>The length field says where the header ends: behind its last bracket.</summary>
    public override byte[] Seal(byte[] bytes)
    {
        int end = bytes.AsSpan().LastIndexOf((byte)'}');
        if (end >= 8) BitConverter.TryWriteBytes(bytes, (long)(end - 7));
        return bytes;
    }

    static byte[] File(string header, int data)
    {
        byte[] json = System.Text.Encoding.UTF8.GetBytes(header);
        return [.. BitConverter.GetBytes((long)json.Length), .. json, .. Enumerable.Range(0, data).Select(i => (byte)(i % 5 == 4 ? 0x3F : i))];
    }
}
