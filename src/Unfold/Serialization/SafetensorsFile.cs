using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text.Json;

namespace Unfold.Serialization;

/// <summary>The content of a safetensors file: tensors by name, and a few words of metadata.</summary>
/// <remarks>
/// Read: F64 as Float64; F32, F16 and BF16 as Float32; I64, in which PyTorch counts batches, as Float64. Written: F64 and F32, whole and at once (<see cref="AtomicFile"/>).
/// Source: huggingface/safetensors, "Format", version 0.4; PyTorch's <c>safetensors.torch.load_file</c> reads what is written here.
/// </remarks>
public sealed class SafetensorsFile
{
    const int BytesAtOnce = 1 << 22; // between looks at what may end the writing
    SafetensorsFile(string source, OrderedDictionary<string, Tensor> tensors, Dictionary<string, string> metadata) =>
        (Source, Tensors, Metadata) = (source, tensors, metadata);

    /// <summary>Where it was read from, for messages.</summary>
    public string Source { get; }

    /// <summary>The tensors, in the order of their bytes in the file.</summary>
    public IReadOnlyDictionary<string, Tensor> Tensors { get; }

    /// <summary>The <c>__metadata__</c> of the file; empty where there is none.</summary>
    public IReadOnlyDictionary<string, string> Metadata { get; }

    /// <summary>Reads a file, checking everything before it is used.</summary>
    /// <exception cref="DataException">The file is not there or cannot be opened.</exception>
    /// <exception cref="DamagedFileException">The file is cut off, damaged or of another format.</exception>
    public static SafetensorsFile Read(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        try
        {
            using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, 1 << 16);
            return Read(stream, path);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new DataException($"{path}: expected a safetensors file, got: {error.Message} Check the path and that you may read it.", error);
        }
    }

    /// <summary>Reads from a stream that can seek, from its position to its end.</summary>
    /// <param name="stream">The bytes.</param>
    /// <param name="source">What messages call the stream.</param>
    /// <exception cref="DamagedFileException">The bytes are cut off, damaged or of another format.</exception>
    public static SafetensorsFile Read(Stream stream, string source)
    {
        ArgumentNullException.ThrowIfNull(stream);
        var header = SafetensorsHeader.Read(stream, stream.Length - stream.Position, source);
        var tensors = new OrderedDictionary<string, Tensor>(header.Entries.Count, StringComparer.Ordinal);
        foreach (SafetensorsEntry entry in header.Entries) tensors.Add(entry.Name, ReadTensor(stream, entry));
        return new SafetensorsFile(source, tensors, header.Metadata);
    }

    /// <summary>Writes tensors under their names. The file appears whole or not at all.</summary>
    /// <param name="path">The file; one that is there is replaced.</param>
    /// <param name="tensors">Names and tensors; Float64 ones come first in the file, so that all are aligned.</param>
    /// <param name="metadata">Words to go with them; <c>format: pt</c>, which some readers ask for, is always there.</param>
    /// <exception cref="DataException">The file cannot be written.</exception>
    public static void Write(string path, IEnumerable<KeyValuePair<string, Tensor>> tensors, IReadOnlyDictionary<string, string>? metadata = null)
    {
        ArgumentNullException.ThrowIfNull(tensors);
        AtomicFile.Write(path, stream => WriteTo(stream, tensors, metadata));
    }

    /// <summary>Writes what <see cref="Write"/> puts into a file.</summary>
    internal static void WriteTo(Stream stream, IEnumerable<KeyValuePair<string, Tensor>> tensors, IReadOnlyDictionary<string, string>? metadata, CancellationToken cancellation = default)
    {
        KeyValuePair<string, Tensor>[] ordered = [.. tensors.OrderByDescending(pair => pair.Value.DType)];
        byte[] header = MakeHeader(ordered, metadata);
        Span<byte> length = stackalloc byte[SafetensorsHeader.LengthBytes];
        BinaryPrimitives.WriteUInt64LittleEndian(length, (ulong)header.Length);
        stream.Write(length);
        stream.Write(header);
        foreach (var (_, tensor) in ordered) WriteTensor(stream, tensor, cancellation);
    }

    static byte[] MakeHeader(KeyValuePair<string, Tensor>[] tensors, IReadOnlyDictionary<string, string>? metadata)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer))
        {
            var names = new HashSet<string>(StringComparer.Ordinal) { "__metadata__" };
            long position = 0;
            json.WriteStartObject();
            json.WriteStartObject("__metadata__");
            json.WriteString("format", "pt");
            foreach (var (key, value) in metadata ?? new Dictionary<string, string>(StringComparer.Ordinal))
            {
                if (key != "format") json.WriteString(key, value);
            }
            json.WriteEndObject();
            foreach (var (name, tensor) in tensors)
            {
                if (!names.Add(name)) throw new ArgumentException($"SafetensorsFile.Write: expected each name once and none called __metadata__, got '{name}'. Rename the parameter.", nameof(tensors));
                json.WriteStartObject(name);
                json.WriteString("dtype", tensor.DType == DType.Float32 ? "F32" : "F64");
                json.WriteStartArray("shape");
                for (int axis = 0; axis < tensor.Shape.Rank; axis++) json.WriteNumberValue(tensor.Shape[axis]);
                json.WriteEndArray();
                json.WriteStartArray("data_offsets");
                json.WriteNumberValue(position);
                position += (long)tensor.Length * (tensor.DType == DType.Float32 ? sizeof(float) : sizeof(double));
                json.WriteNumberValue(position);
                json.WriteEndArray();
                json.WriteEndObject();
            }
            json.WriteEndObject();
        }
        while (buffer.Length % 8 != 0) buffer.WriteByte((byte)' '); // data aligned to 8 bytes
        return buffer.ToArray();
    }

    static void WriteTensor(Stream stream, Tensor tensor, CancellationToken cancellation)
    {
        ReadOnlySpan<byte> bytes = tensor.DType == DType.Float32 ? MemoryMarshal.AsBytes(tensor.Span<float>()) : MemoryMarshal.AsBytes(tensor.Span<double>());
        if (!BitConverter.IsLittleEndian)
        {
            byte[] turned = bytes.ToArray();
            TurnBytes(turned, tensor.DType == DType.Float32 ? sizeof(float) : sizeof(double));
            bytes = turned;
        }
        while (!bytes.IsEmpty)
        {
            cancellation.ThrowIfCancellationRequested();
            int some = Math.Min(bytes.Length, BytesAtOnce);
            stream.Write(bytes[..some]);
            bytes = bytes[some..];
        }
    }

    static Tensor ReadTensor(Stream stream, SafetensorsEntry entry)
    {
        Tensor tensor = Tensor.Zeros(entry.Shape, entry.Type is "F64" or "I64" ? DType.Float64 : DType.Float32);
        switch (entry.Type)
        {
            case "F64": ReadBytes(stream, MemoryMarshal.AsBytes(tensor.Span<double>()), sizeof(double)); break;
            case "F32": ReadBytes(stream, MemoryMarshal.AsBytes(tensor.Span<float>()), sizeof(float)); break;
            case "I64":
                long[] whole = new long[tensor.Length];
                ReadBytes(stream, MemoryMarshal.AsBytes(whole.AsSpan()), sizeof(long));
                Span<double> numbers = tensor.Span<double>();
                for (int i = 0; i < whole.Length; i++) numbers[i] = whole[i];
                break;
            default:
                ushort[] halves = new ushort[tensor.Length];
                ReadBytes(stream, MemoryMarshal.AsBytes(halves.AsSpan()), sizeof(ushort));
                Span<float> values = tensor.Span<float>();
                bool brain = entry.Type == "BF16";
                for (int i = 0; i < halves.Length; i++) values[i] = brain ? BitConverter.UInt32BitsToSingle((uint)halves[i] << 16) : (float)BitConverter.UInt16BitsToHalf(halves[i]);
                break;
        }
        return tensor;
    }

    static void ReadBytes(Stream stream, Span<byte> bytes, int elementSize)
    {
        stream.ReadExactly(bytes);
        if (!BitConverter.IsLittleEndian) TurnBytes(bytes, elementSize);
    }

    static void TurnBytes(Span<byte> bytes, int elementSize)
    {
        for (int i = 0; i < bytes.Length; i += elementSize) bytes.Slice(i, elementSize).Reverse();
    }
}
