namespace Unfold.Serialization;

/// <summary>One tensor as a safetensors header describes it.</summary>
/// <param name="Name">Its name, as PyTorch writes it.</param>
/// <param name="Type">Its element type in the file: <c>F64</c>, <c>F32</c>, <c>F16</c>, <c>BF16</c>, <c>I64</c>.</param>
/// <param name="Shape">The sizes of its axes.</param>
/// <param name="Begin">Where its bytes begin, counted from the end of the header.</param>
/// <param name="End">Where its bytes end.</param>
sealed record SafetensorsEntry(string Name, string Type, Shape Shape, long Begin, long End)
{
    /// <summary>Bytes of one element of a type; 0 for a type that is not known.</summary>
    public static int SizeOf(string type) => type switch
    {
        "F64" or "I64" or "U64" => 8,
        "F32" or "I32" or "U32" => 4,
        "F16" or "BF16" or "I16" or "U16" => 2,
        "I8" or "U8" or "BOOL" => 1,
        _ => 0,
    };

    public static bool IsReadable(string type) => type is "F64" or "F32" or "F16" or "BF16" or "I64";
}
