using System.Buffers.Binary;
using System.Text;
using Unfold.Serialization;

namespace Unfold.Tests;

public sealed class SafetensorsFileTests : IDisposable
{
    const string Remedy = " The file is damaged, cut off or of another format; copy or save it again.";

    readonly string _folder = Directory.CreateTempSubdirectory("unfold-safetensors").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Read_BytesMadeByHand_GivesTheirNumbers()
    {
        const string header = """{"b":{"dtype":"F64","shape":[],"data_offsets":[8,16]},"__metadata__":{"format":"pt","who":"hand"},"a":{"dtype":"F32","shape":[2,1],"data_offsets":[0,8]},"h":{"dtype":"F16","shape":[2],"data_offsets":[16,20]},"g":{"dtype":"BF16","shape":[2],"data_offsets":[20,24]},"none":{"dtype":"F32","shape":[3,0],"data_offsets":[24,24]}}   """;
        byte[] data =
        [
            0x00, 0x00, 0x80, 0x3F, 0x00, 0x00, 0x20, 0xC0, // 1, -2.5
            0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0xE0, 0x3F, // 0.5
            0x00, 0x3C, 0x01, 0x00, // 1, 2^-24
            0x80, 0x3F, 0xC0, 0xC1, // 1, -24
        ];
        var file = Read(header, data);
        Assert.Equal(["a", "b", "h", "g", "none"], file.Tensors.Keys);
        Assert.Equal(new Shape(2, 1), file.Tensors["a"].Shape);
        Assert.Equal([1f, -2.5f], file.Tensors["a"].ToFloats());
        Assert.Equal(DType.Float64, file.Tensors["b"].DType);
        Assert.Equal(0.5, file.Tensors["b"].Item());
        Assert.Equal([1f, MathF.Pow(2, -24)], file.Tensors["h"].ToFloats());
        Assert.Equal([1f, -24f], file.Tensors["g"].ToFloats());
        Assert.Equal(0, file.Tensors["none"].Length);
        Assert.Equal("hand", file.Metadata["who"]);
    }

    [Theory]
    [InlineData("""{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}}""", 4, "expected 8 bytes of data, got 4.")]
    [InlineData("""{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}}""", 12, "expected 8 bytes of data, got 12.")]
    [InlineData("""{"a":{"dtype":"F32","shape":[1],"data_offsets":[4,8]}}""", 8, "expected the bytes of 'a' to begin at 0, where the ones before end, got 4.")]
    [InlineData("""{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]},"b":{"dtype":"F32","shape":[1],"data_offsets":[4,8]}}""", 8, "expected the bytes of 'b' to begin at 8, where the ones before end, got 4.")]
    [InlineData("""{"a":{"dtype":"F32","shape":[3],"data_offsets":[0,8]}}""", 8, "expected 12 bytes for 'a', F32 [3], got the range 0 to 8.")]
    [InlineData("""{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]},"a":{"dtype":"F32","shape":[1],"data_offsets":[4,8]}}""", 8, "expected each name once, got 'a' twice.")]
    [InlineData("""{"a":{"dtype":"F33","shape":[2],"data_offsets":[0,8]}}""", 8, "expected a known dtype for 'a', got 'F33'.")]
    [InlineData("""{"a":{"dtype":"F32","shape":[-2],"data_offsets":[0,8]}}""", 8, "expected whole numbers of at least 0 in the shape of 'a', got something else.")]
    [InlineData("""{"a":{"dtype":"F32","shape":[4294967296,4294967296],"data_offsets":[0,0]}}""", 0, "expected at most 2147483591 elements in 'a', got shape [4294967296, 4294967296].")]
    [InlineData("""{"a":{"dtype":"F32","shape":[0,4294967296],"data_offsets":[0,0]}}""", 0, "expected axes of at most 2147483591 in 'a', got shape [0, 4294967296].")]
    [InlineData("""{"a":{"dtype":"F32","shape":[1],"data_offsets":[8,4]}}""", 8, "expected 4 bytes for 'a', F32 [1], got the range 8 to 4.")]
    [InlineData("""{"a":{"dtype":"F32","shape":[2]}}""", 8, "expected dtype, shape and data_offsets [begin, end] of 'a', got not all of them.")]
    [InlineData("""{"a":{"dtype":"F32","dtype":"F32","shape":[2]}}""", 8, "expected dtype, shape and data_offsets of 'a', each once, got 'dtype'.")]
    [InlineData("""{"a":[1]}""", 0, "expected 'a' to be StartObject, got StartArray.")]
    [InlineData("""{"__metadata__":{"a":1}}""", 0, "expected __metadata__ 'a' to be String, got Number.")]
    [InlineData("[1]", 0, "expected a header that is a JSON object in UTF-8, got other bytes.")]
    public void Read_DamagedHeader_SaysWhatIsWrong(string header, int dataLength, string expected)
    {
        var error = Assert.Throws<DamagedFileException>(() => Read(header, new byte[dataLength]));
        Assert.Equal("made by hand: " + expected + Remedy, error.Message);
    }

    [Theory]
    [InlineData("""{"a":{"dtype":"I32","shape":[2],"data_offsets":[0,8]}}""", 8, "expected F64, F32, F16, BF16 or I64 numbers in 'a', got I32. Save it as floating-point numbers, or leave it out.")]
    [InlineData("""{"a":{"dtype":"F32","shape":[1,1,1,1,1],"data_offsets":[0,4]}}""", 4, "expected at most 4 axes in 'a', got 5. Unfold's tensors have no more; reshape it before saving.")]
    [InlineData("""{"a": """, 0, "expected a header of valid JSON, got: ")]
    [InlineData("""{} {}""", 0, "expected a header of valid JSON, got: ")]
    [InlineData("""{"\ud800":1}""", 0, "expected a header of valid JSON, got: ")]
    public void Read_HeaderItCannotTake_SaysWhy(string header, int dataLength, string expected)
    {
        var error = Assert.Throws<DamagedFileException>(() => Read(header, new byte[dataLength]));
        Assert.StartsWith("made by hand: " + expected, error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0UL, 3, "expected at least 10 bytes, got 3.")]
    [InlineData(100_000_001UL, 30, "expected a header of at most 100000000 bytes, got a length field of 100000001.")]
    [InlineData(ulong.MaxValue, 30, "expected a header of at most 100000000 bytes, got a length field of 18446744073709551615.")]
    [InlineData(23UL, 30, "expected a header of 23 bytes, got only 22 bytes after the length field.")]
    public void Read_WrongLengths_AreRefusedBeforeAnythingIsAllocated(ulong headerLength, int fileLength, string expected)
    {
        byte[] bytes = new byte[Math.Max(8, fileLength)];
        BinaryPrimitives.WriteUInt64LittleEndian(bytes, headerLength);
        using var stream = new MemoryStream(bytes, 0, fileLength);
        Assert.Equal("made by hand: " + expected + Remedy, Assert.Throws<DamagedFileException>(() => SafetensorsFile.Read(stream, "made by hand")).Message);
    }

    [Fact]
    public void Read_EveryTruncationAndManyBitFlips_EitherReadsOrSaysDamaged()
    {
        string path = Path.Combine(_folder, "model.safetensors");
        SafetensorsFile.Write(path, Example());
        byte[] whole = File.ReadAllBytes(path);
        for (int length = 0; length < whole.Length; length++)
        {
            using var cut = new MemoryStream(whole, 0, length);
            Assert.Throws<DamagedFileException>(() => SafetensorsFile.Read(cut, "cut"));
        }
        var rng = new Rng(1);
        int read = 0;
        for (int trial = 0; trial < 3000; trial++)
        {
            byte[] bytes = [.. whole];
            bytes[rng.Next(bytes.Length)] ^= (byte)(1 << rng.Next(8));
            using var stream = new MemoryStream(bytes);
            try
            {
                SafetensorsFile.Read(stream, "flipped");
                read++;
            }
            catch (DamagedFileException error)
            {
                Assert.StartsWith("flipped: expected ", error.Message, StringComparison.Ordinal);
            }
        }
        Assert.InRange(read, 100, 2900); // flips in numbers and names pass, flips in the structure do not
    }

    [Fact]
    public void Write_ThenRead_GivesTheSameBitsAndLeavesNoOtherFile()
    {
        string path = Path.Combine(_folder, "model.safetensors");
        File.WriteAllText(path, "old");
        SafetensorsFile.Write(path, Example(), new Dictionary<string, string>(StringComparer.Ordinal) { ["note"] = "ä \"quoted\"" });
        var file = SafetensorsFile.Read(path);
        Assert.Equal(["wide", "rnn.weight_ih_l0"], file.Tensors.Keys); // Float64 first: aligned
        Assert.Equal([1f, float.NegativeInfinity, float.Epsilon], file.Tensors["rnn.weight_ih_l0"].ToFloats());
        Assert.Equal(new Shape(3, 1), file.Tensors["rnn.weight_ih_l0"].Shape);
        Assert.Equal([Math.PI, -0.0], file.Tensors["wide"].ToDoubles());
        Assert.Equal("ä \"quoted\"", file.Metadata["note"]);
        Assert.Equal("pt", file.Metadata["format"]);
        Assert.Equal([path], Directory.GetFiles(_folder));
        Assert.Equal(0, BinaryPrimitives.ReadInt64LittleEndian(File.ReadAllBytes(path)) % 8);
    }

    [Fact]
    public void Write_FolderMissing_SaysSo()
    {
        string path = Path.Combine(_folder, "nowhere", "model.safetensors");
        var error = Assert.Throws<DataException>(() => SafetensorsFile.Write(path, Example()));
        Assert.StartsWith($"{path}: expected a file that can be written, got: ", error.Message, StringComparison.Ordinal);
        Assert.EndsWith("Check that the folder exists, that you may write to it and that the disk has room.", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_FileMissing_SaysSo()
    {
        string path = Path.Combine(_folder, "none.safetensors");
        var error = Assert.Throws<DataException>(() => SafetensorsFile.Read(path));
        Assert.StartsWith($"{path}: expected a safetensors file, got: ", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void AtomicFile_WriterFails_KeepsTheOldContent()
    {
        string path = Path.Combine(_folder, "kept");
        File.WriteAllText(path, "old");
        Assert.Throws<InvalidOperationException>(() => AtomicFile.Write(path, stream =>
        {
            stream.WriteByte(1);
            throw new InvalidOperationException("half way");
        }));
        Assert.Equal("old", File.ReadAllText(path));
        Assert.Equal([path], Directory.GetFiles(_folder));
    }

    static Dictionary<string, Tensor> Example() => new(StringComparer.Ordinal)
    {
        ["rnn.weight_ih_l0"] = Tensor.From([1f, float.NegativeInfinity, float.Epsilon], new Shape(3, 1)),
        ["wide"] = Tensor.From([Math.PI, -0.0], new Shape(2)),
    };

    static SafetensorsFile Read(string header, byte[] data)
    {
        byte[] json = Encoding.UTF8.GetBytes(header);
        byte[] length = new byte[8];
        BinaryPrimitives.WriteInt64LittleEndian(length, json.Length);
        using var stream = new MemoryStream([.. length, .. json, .. data]);
        return SafetensorsFile.Read(stream, "made by hand");
    }
}
