using System.Buffers.Binary;
using System.Text;

namespace Unfold.Text.Tests;

public sealed class VectorFormatTests
{
    static byte[] Binary(string header, bool newLines, params (string Word, float[] Vector)[] rows)
    {
        using MemoryStream stream = new();
        stream.Write(Encoding.UTF8.GetBytes(header));
        foreach ((string word, float[] vector) in rows)
        {
            stream.Write(Encoding.UTF8.GetBytes(word + " "));
            foreach (float value in vector)
            {
                byte[] number = new byte[4];
                BinaryPrimitives.WriteSingleLittleEndian(number, value);
                stream.Write(number);
            }
            if (newLines) stream.WriteByte((byte)'\n');
        }
        return stream.ToArray();
    }

    static readonly (string, float[])[] Three = [("the", [0.5f, -1]), ("naïve", [3.25f, 10]), ("the", [9, 9])];

    static WordVectors Read(byte[] bytes, int most = int.MaxValue)
    {
        using TemporaryFolder folder = new();
        return WordVectors.Read(folder.Write("v.bin", bytes), most);
    }

    [Theory]
    [InlineData(true, false)]
    [InlineData(true, true)]
    [InlineData(false, false)]
    public void Read_Binary_HasWordsAndNumbers(bool newLines, bool packed)
    {
        byte[] bytes = Binary("3 2\n", newLines, Three);
        WordVectors vectors = Read(packed ? TemporaryFolder.Pack(bytes) : bytes);
        Assert.Equal(VectorFormat.Binary, vectors.Format);
        Assert.Equal(["the", "naïve"], vectors.Words);
        Assert.Equal([0.5f, -1], vectors["the"].ToArray()); // the first of two counts
        Assert.Equal([3.25f, 10], vectors["naïve"].ToArray());
        Assert.Equal((3, 1), (vectors.WordsRead, vectors.Repeated));
    }

    [Fact]
    public void Read_BinaryFirstWordsOnly_DoesNotReadOn()
    {
        byte[] bytes = Binary("2 2\n", true, ("a", [1, 2]), ("b", [float.NaN, 2]));
        Assert.Equal(["a"], Read(bytes, most: 1).Words);
        Assert.EndsWith("expected finite numbers behind \"b\", got NaN at offset 17. The file is cut off, damaged or of another format; fetch it again.",
            Assert.Throws<DamagedFileException>(() => Read(bytes)).Message);
    }

    [Fact]
    public void Read_BinaryThatIsCutOff_SaysWhere()
    {
        byte[] bytes = Binary("2 2\n", true, ("a", [1, 2]), ("b", [3, 4]));
        string plain = Assert.Throws<DamagedFileException>(() => Read(bytes[..^6])).Message;
        Assert.EndsWith("expected at least 20 bytes for 2 words of 2 numbers, as its first line says, got 16. The file is cut off; fetch it again.", plain);
        string packed = Assert.Throws<DamagedFileException>(() => Read(TemporaryFolder.Pack(bytes[..^6]))).Message;
        Assert.Contains("expected 8 bytes behind \"b\" at offset 17, got 3.", packed);
        string word = Assert.Throws<DamagedFileException>(() => Read(TemporaryFolder.Pack(bytes[..^10]))).Message;
        Assert.Contains("expected a word with a blank behind it at offset 15, got no blank.", word);
        string fewer = Assert.Throws<DamagedFileException>(() => Read(TemporaryFolder.Pack(bytes[..^11]))).Message;
        Assert.Contains("expected 2 words, as the first line says, got 1.", fewer);
    }

    [Fact]
    public void Read_HeaderThatLies_IsRefused()
    {
        (string, float[]) row = ("a", [1, 2]);
        Assert.Contains("expected 1 words, as the first line says, got more bytes behind them at offset 15.", Assert.Throws<DamagedFileException>(() => Read(Binary("1 2\n", true, row, row))).Message);
        Assert.Contains("expected vectors of 1 to 65536 numbers, got 2000000000 ", Assert.Throws<DamagedFileException>(() => Read(Binary("1 2000000000\n", true, row))).Message);
        Assert.Contains("for 9000000000000000000 words of 2 numbers", Assert.Throws<DamagedFileException>(() => Read(Binary("9000000000000000000 2\n", true, row))).Message);
    }

    [Theory]
    [InlineData("2 2\na 1 2\n", "v.bin: expected 2 words, as the first line says, got 1.")]
    [InlineData("1 2\na 1 2\nb 1 2\n", "v.bin: expected 1 words, as the first line says, got 2.")]
    public void Read_TextHeaderThatLies_IsRefused(string text, string message) =>
        Assert.Contains(message, Assert.Throws<DamagedFileException>(() => Read(Encoding.UTF8.GetBytes(text))).Message);

    [Fact]
    public void Read_TextWiderThanItsHeaderSays_TakesTheRestForTheWord() // as with ". . ." in large files
    {
        Assert.Equal(["a 1"], Read("1 2\na 1 2 3\n"u8.ToArray()).Words);
        Assert.Contains("v.bin:2: expected a word and 3 numbers with spaces between, as the first line says, got a 1 2.", Assert.Throws<DataException>(() => Read("1 3\na 1 2\n"u8.ToArray())).Message);
    }

    [Fact]
    public void Read_PackedTextThatIsCutOff_IsDamaged()
    {
        byte[] packed = TemporaryFolder.Pack(Encoding.UTF8.GetBytes(string.Concat(Enumerable.Range(0, 5000).Select(i => $"w{i} {i * 7919 % 1000} 2\n"))));
        Assert.Equal(5000, Read(packed).Words.Count);
        Assert.Contains("expected a complete gzip file", Assert.Throws<DamagedFileException>(() => Read(packed[..(packed.Length / 2)])).Message);
    }

    [Fact]
    public void Read_TextThatIsNotUtf8_NamesLineAndOffset() =>
        Assert.Contains("v.bin:2: expected UTF-8 text, got other bytes in the line that begins at offset 6.", Assert.Throws<DataException>(() => Read([.. "a 1 2\n"u8, 0xE9, .. " 1 2\n"u8])).Message);

    [Fact]
    public void Read_ForAVocabulary_KeepsItsRowsAndTellsTheCoverage()
    {
        using TemporaryFolder folder = new();
        Vocabulary vocabulary = new VocabularyBuilder(new WhitespaceTokenizer()).Add("a a a b c <pad>").Build();
        WordVectors vectors = WordVectors.Read(folder.Write("v.txt", "<pad> 9\na 1\nx 2\nb 3\n"), vocabulary);
        Assert.Equal(["a", "b"], vectors.Words);
        Assert.Equal(4, vectors.WordsRead);
        VectorCoverage coverage = vectors.Cover(vocabulary);
        Assert.Equal(new VectorCoverage(Types: 3, TypesFound: 2, Tokens: 5, TokensFound: 4), coverage);
        Assert.Equal("2 of 3 words have a vector (66.7 %), 80.0 % of the running text", coverage.ToString());
    }
}
