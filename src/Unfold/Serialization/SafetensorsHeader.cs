using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using System.Text.Unicode;

namespace Unfold.Serialization;

/// <summary>The header of a safetensors file, read as the work of an enemy: nothing in it is believed before it is checked.</summary>
/// <remarks>
/// The format: 8 bytes little-endian length n, n bytes of JSON, then the data. The JSON object maps each name to dtype,
/// shape and data_offsets [begin, end); <c>__metadata__</c> maps strings to strings. The ranges must fill the data
/// without a gap and without overlap. Source: huggingface/safetensors, "Format", version 0.4.
/// </remarks>
sealed class SafetensorsHeader
{
    public const int LengthBytes = 8;
    const long LargestHeader = 100_000_000;
    const string Remedy = "The file is damaged, cut off or of another format; copy or save it again.";

    readonly string _source;

    SafetensorsHeader(string source) => _source = source;

    /// <summary>The tensors in the order of their bytes.</summary>
    public List<SafetensorsEntry> Entries { get; } = [];

    public Dictionary<string, string> Metadata { get; } = new(StringComparer.Ordinal);

    /// <summary>Where the data begins in the file.</summary>
    public long DataStart { get; private set; }

    /// <summary>Reads and checks the header of a file of <paramref name="fileLength"/> bytes.</summary>
    public static SafetensorsHeader Read(Stream stream, long fileLength, string source)
    {
        var header = new SafetensorsHeader(source);
        Span<byte> prefix = stackalloc byte[LengthBytes];
        if (fileLength < LengthBytes + 2) header.Damaged($"at least {LengthBytes + 2} bytes", $"{fileLength}");
        stream.ReadExactly(prefix);
        ulong length = BinaryPrimitives.ReadUInt64LittleEndian(prefix);
        if (length > LargestHeader) header.Damaged($"a header of at most {LargestHeader} bytes", $"a length field of {length}");
        if ((long)length > fileLength - LengthBytes) header.Damaged($"a header of {length} bytes", $"only {fileLength - LengthBytes} bytes after the length field");
        byte[] json = new byte[(int)length];
        stream.ReadExactly(json);
        header.DataStart = LengthBytes + (long)length;
        header.Parse(json);
        header.CheckRanges(fileLength - header.DataStart);
        return header;
    }

    void Parse(byte[] json)
    {
        if (json.Length == 0 || json[0] != '{' || !Utf8.IsValid(json)) Damaged("a header that is a JSON object in UTF-8", "other bytes");
        try
        {
            var reader = new Utf8JsonReader(json, new JsonReaderOptions { MaxDepth = 8 });
            var names = new HashSet<string>(StringComparer.Ordinal);
            Next(ref reader, JsonTokenType.StartObject, "the header");
            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                string name = reader.GetString()!;
                if (!names.Add(name)) Damaged("each name once", $"'{name}' twice");
                if (name == "__metadata__") ParseMetadata(ref reader);
                else ParseEntry(ref reader, name);
            }
            if (reader.Read()) Damaged("one JSON object in the header", "more behind it");
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException)
        {
            // InvalidOperationException is how the reader refuses half of a surrogate pair.
            throw new DamagedFileException($"{_source}: expected a header of valid JSON, got: {error.Message} {Remedy}", error);
        }
    }

    void ParseMetadata(ref Utf8JsonReader reader)
    {
        Next(ref reader, JsonTokenType.StartObject, "__metadata__");
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            string key = reader.GetString()!;
            Next(ref reader, JsonTokenType.String, $"__metadata__ '{key}'");
            if (!Metadata.TryAdd(key, reader.GetString()!)) Damaged("each metadata key once", $"'{key}' twice");
        }
    }

    void ParseEntry(ref Utf8JsonReader reader, string name)
    {
        string? type = null;
        List<long>? shape = null, offsets = null;
        Next(ref reader, JsonTokenType.StartObject, $"'{name}'");
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            string key = reader.GetString()!;
            switch (key)
            {
                case "dtype" when type is null:
                    Next(ref reader, JsonTokenType.String, $"the dtype of '{name}'");
                    type = reader.GetString();
                    break;
                case "shape" when shape is null: shape = Numbers(ref reader, $"the shape of '{name}'", most: 64); break;
                case "data_offsets" when offsets is null: offsets = Numbers(ref reader, $"the data_offsets of '{name}'", most: 2); break;
                default: Damaged($"dtype, shape and data_offsets of '{name}', each once", $"'{key}'"); break;
            }
        }
        if (type is null || shape is null || offsets is not { Count: 2 }) Damaged($"dtype, shape and data_offsets [begin, end] of '{name}'", "not all of them");
        Add(name, type, shape, offsets[0], offsets[1]);
    }

    void Add(string name, string type, List<long> sizes, long begin, long end)
    {
        int size = SafetensorsEntry.SizeOf(type);
        if (size == 0) Damaged($"a known dtype for '{name}'", $"'{type}'");
        if (!SafetensorsEntry.IsReadable(type))
        {
            throw new DamagedFileException($"{_source}: expected F64, F32, F16, BF16 or I64 numbers in '{name}', got {type}. Save it as floating-point numbers, or leave it out.");
        }
        string shape = $"[{string.Join(", ", sizes)}]";
        if (sizes.Exists(axis => axis > Array.MaxLength) && sizes.Contains(0)) Damaged($"axes of at most {Array.MaxLength} in '{name}'", $"shape {shape}");
        long length = 1;
        foreach (long axis in sizes)
        {
            // Sizes are not negative, so a length that stays within bounds can never have wrapped round.
            if (axis != 0 && length > Array.MaxLength / axis) Damaged($"at most {Array.MaxLength} elements in '{name}'", $"shape {shape}");
            length *= axis;
        }
        if (begin > end || end - begin != length * size) Damaged($"{length * size} bytes for '{name}', {type} {shape}", $"the range {begin} to {end}");
        if (sizes.Count > 4)
        {
            throw new DamagedFileException($"{_source}: expected at most 4 axes in '{name}', got {sizes.Count}. Unfold's tensors have no more; reshape it before saving.");
        }
        Entries.Add(new SafetensorsEntry(name, type, Shape.Of([.. sizes.Select(axis => (int)axis)]), begin, end));
    }

    void CheckRanges(long dataLength)
    {
        Entries.Sort((a, b) => a.Begin != b.Begin ? a.Begin.CompareTo(b.Begin) : a.End.CompareTo(b.End));
        long position = 0;
        foreach (SafetensorsEntry entry in Entries)
        {
            if (entry.Begin != position) Damaged($"the bytes of '{entry.Name}' to begin at {position}, where the ones before end", $"{entry.Begin}");
            position = entry.End;
        }
        if (position != dataLength) Damaged($"{position} bytes of data", $"{dataLength}");
    }

    List<long> Numbers(ref Utf8JsonReader reader, string what, int most)
    {
        var numbers = new List<long>();
        Next(ref reader, JsonTokenType.StartArray, what);
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            if (reader.TokenType != JsonTokenType.Number || !reader.TryGetInt64(out long number) || number < 0) Damaged($"whole numbers of at least 0 in {what}", "something else");
            else numbers.Add(number);
            if (numbers.Count > most) Damaged($"at most {most} numbers in {what}", "more");
        }
        return numbers;
    }

    void Next(ref Utf8JsonReader reader, JsonTokenType expected, string what)
    {
        if (!reader.Read() || reader.TokenType != expected) Damaged($"{what} to be {expected}", $"{reader.TokenType}");
    }

    [DoesNotReturn]
    void Damaged(string expected, string got) => throw new DamagedFileException($"{_source}: expected {expected}, got {got}. {Remedy}");
}
