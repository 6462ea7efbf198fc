using System.Text;

namespace Unfold.Text.Tests;

public sealed class CsvSourceTests : IDisposable
{
    readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    LabelledText[] Rows(string text, CsvOptions? options = null) => [.. new CsvSource(_folder.Write("f.csv", text), options).Read().Rows];

    string Fails(string path, CsvOptions? options = null)
    {
        var error = Assert.Throws<DataException>(() => new CsvSource(path, options).Read());
        Assert.Equal(2, error.ExitCode);
        return error.Message.Replace(path, "f.csv", StringComparison.Ordinal);
    }

    string FailsOn(string text, CsvOptions? options = null) => Fails(_folder.Write("f.csv", text), options);

    [Fact]
    public void Read_QuotedFields_GivesTextsLabelsAndLines() => Assert.Equal(
        [new("a, \"b\"\nc", "x", 2), new("he said \"hi\"", "y", 5), new("", "x", 6)],
        Rows("id,label,text\r\n1,x,\"a, \"\"b\"\"\nc\"\r\n\r\n2,y,he said \"hi\"\r\n3,x,"));

    [Fact]
    public void Read_NextLineCharacter_EndsNoLine() => Assert.Equal([new("a\u0085b\u2028c", "x", 2)], Rows("text,label\na\u0085b\u2028c,x\n"));

    [Fact]
    public void Read_ByteOrderMark_IsLeftOut() => Assert.Equal([new("a", "x", 2)], Rows("\uFEFFtext,label\na,x\n"));

    [Fact]
    public void Read_OtherColumnsAndDelimiter_FindsThem() => Assert.Equal(
        [new("t b", "1", 2)], Rows("body;class;title\nb;1;t\n", new() { Text = ["title", "body"], Label = "class", Delimiter = ';' }));

    [Fact]
    public void Read_NoHeader_TakesColumnsByPlace() => Assert.Equal(
        [new("t d", "3", 1)], Rows("\"3\",\"t\",\"d\"\n", new() { Text = [1, 2], Label = 0, HasHeader = false }));

    [Fact]
    public void Read_NoQuoting_KeepsQuotesAsTheyAre() => Assert.Equal(
        [new("\"hi, you", "ham", 1), new("it\"s", "spam", 2)], Rows("ham\t\"hi, you\nspam\tit\"s\n", CsvOptions.LabelTabText));

    [Fact]
    public void Read_NoLabelColumn_GivesTextsWithoutLabels() => Assert.Equal([new("a", "", 2)], Rows("text\na\n", new() { Label = null }));

    [Fact]
    public void Read_Packed_IsToldByItsBytes()
    {
        string path = _folder.WritePacked("packed.csv", "text,label\na,x\n");
        Assert.Equal([new("a", "x", 2)], new CsvSource(path).Read().Rows);
    }

    [Fact]
    public void Read_LargeFile_KeepsRowsAcrossBuffers()
    {
        var text = new StringBuilder("text,label\n");
        for (int i = 0; i < 30_000; i++) text.Append(i).Append(" \u00E9\U0001F600\u20AC,").Append(i % 3).Append('\n');
        var rows = Rows(text.ToString());
        Assert.Equal(30_000, rows.Length);
        for (int i = 0; i < rows.Length; i++) Assert.Equal(new($"{i} \u00E9\U0001F600\u20AC", $"{i % 3}", i + 2), rows[i]);
    }

    [Fact]
    public void Read_EmptyTexts_AreKeptAndCounted()
    {
        var corpus = new CsvSource(_folder.Write("f.csv", "text,label\n,x\n \u00A0,y\na,x\n")).Read();
        Assert.Equal((3, 2), (corpus.Count, corpus.EmptyTexts));
    }

    [Fact]
    public void Read_OnlyEmptyTexts_SaysSo() => Assert.Equal(
        "f.csv: expected texts, got 2 rows whose text is empty. Check the name of the text column.", FailsOn("text,label\n,x\n ,y\n"));

    [Theory]
    [InlineData(""), InlineData("text,label\n")]
    public void Read_NoRows_SaysSo(string text) => Assert.Equal(
        "f.csv: expected at least one row of data, got none. Check that this is the file you meant.", FailsOn(text));

    [Fact]
    public void Read_MissingColumn_ListsTheColumnsAndTheNearest() => Assert.Equal(
        "f.csv:1: expected a text column \"twet\", got the columns id, label, tweet. Did you mean \"tweet\"? Name the text column as the header has it.",
        FailsOn("id,label,tweet\n1,0,a\n", new() { Text = ["twet"] }));

    [Fact]
    public void Read_MissingPlace_SaysHowManyThereAre() => Assert.Equal(
        "f.csv:1: expected a label column at place 5 (counted from 0), got 2 columns. Check the place and the delimiter.",
        FailsOn("a,b\n", new() { Text = [0], Label = 5, HasHeader = false }));

    [Fact]
    public void Read_NameWithoutHeader_SaysSo() => Assert.Equal(
        "f.csv: expected a text column by place, got the name \"text\". The table has no header; give the place of the column, counted from 0.",
        FailsOn("a,b\n", new() { HasHeader = false }));

    [Fact]
    public void Read_EmptyLabel_NamesTheLine() => Assert.Equal(
        "f.csv:3: expected a label in column \"label\", got an empty field. Give the row a label or leave it out.", FailsOn("text,label\na,x\nb, \n"));

    [Fact]
    public void Read_OtherNumberOfColumns_NamesTheLine() => Assert.Equal(
        "f.csv:3: expected 2 columns as in the first row, got 3. A text that has the delimiter in it must stand in quotes; check the row and the delimiter.",
        FailsOn("text,label\na,x\nb,c,x\n"));

    [Theory]
    [InlineData("text,label\na,x\n\"b\"c,x\n", 3, "other text behind the closing quote")]
    [InlineData("text,label\na,x\n\"b,x\nc,y\n", 3, "the end of the file")]
    [InlineData("text,label\n\"b\"\",x\n", 2, "the end of the file")]
    [InlineData("text,label\ns\"t,\"x\ny,z\n", 2, "other text behind the closing quote")]
    public void Read_BrokenQuoting_NamesTheLine(string text, int line, string got) => Assert.Equal(
        $"f.csv:{line}: expected the field in quotes to end with a quote before the next delimiter or line end, got {got}. " +
        "Write a quote inside such a field twice, or read the file with quoting off.", FailsOn(text));

    [Fact]
    public void Read_InvalidUtf8_NamesLineAndOffset() => Assert.Equal(
        "f.csv:3: expected UTF-8 text, got the byte 0xE9 at offset 18. The file may be Latin-1 or Windows-1252; save it as UTF-8.",
        Fails(_folder.Write("f.csv", Encoding.Latin1.GetBytes("text,label\na,x\ncaf\u00E9,y\n"))));

    [Fact]
    public void Read_InvalidUtf8FarInPackedFile_NamesLineAndOffset()
    {
        byte[] bytes = [.. Encoding.UTF8.GetBytes("text,label\n" + string.Concat(Enumerable.Repeat("\u20ACuro,x\n", 20_000))), 0xFF];
        Assert.Equal("f.csv:20002: expected UTF-8 text, got the byte 0xFF at offset 180011 of the unpacked file. The file may be Latin-1 or Windows-1252; save it as UTF-8.",
            Fails(_folder.Write("g.csv", TemporaryFolder.Pack(bytes))));
    }

    [Fact]
    public void Read_SequenceCutByTheEnd_IsInvalid() => Assert.Equal(
        "f.csv:1: expected UTF-8 text, got the byte 0xC3 at offset 4. The file may be Latin-1 or Windows-1252; save it as UTF-8.",
        Fails(_folder.Write("f.csv", [.. "text"u8, 0xC3])));

    [Fact]
    public void Read_Utf16_SaysSo() => Assert.Equal(
        "f.csv: expected UTF-8 text, got UTF-16. Save the file as UTF-8.", Fails(_folder.Write("f.csv", [0xFF, 0xFE, .. Encoding.Unicode.GetBytes("text,label\n")])));

    [Fact]
    public void Read_CutOffPackedFile_IsDamaged()
    {
        byte[] packed = TemporaryFolder.Pack(Encoding.UTF8.GetBytes("text,label\n" + string.Concat(Enumerable.Range(0, 20_000).Select(i => $"row {i * 7919},x\n"))));
        string path = _folder.Write("f.csv.gz", packed[..(packed.Length / 2)]);
        var error = Assert.Throws<DamagedFileException>(() => new CsvSource(path).Read());
        Assert.Equal($"{path}: expected a complete gzip file, got damaged or cut-off data. Fetch the file again.", error.Message);
    }

    [Fact]
    public void Read_PackedFileOfSeveralMembers_IsReadWhole()
    {
        string path = _folder.Write("f.csv.gz", [.. TemporaryFolder.Pack("text,label\na,x\n"u8.ToArray()), .. TemporaryFolder.Pack("b,y\n"u8.ToArray())]);
        Assert.Equal([new("a", "x", 2), new("b", "y", 3)], new CsvSource(path).Read().Rows);
    }

    [Fact]
    public void Read_NoFile_SaysWhereItLooked() => Assert.Equal(
        $"f.csv: expected a table of texts, got no such file. Check the path; relative paths start from {Environment.CurrentDirectory}.", Fails(Path.Combine(_folder.Root, "none.csv")));

    [Fact]
    public void Read_Folder_SaysSo() => Assert.Equal("f.csv: expected a table of texts, got a folder. Name the file inside it.", Fails(_folder.Root));

    [Fact]
    public void Read_Mojibake_IsRepairedWhenAsked()
    {
        const string text = "text,label\ncaf\u00C3\u00A9 \u00F0\u009F\u0098\u0080,x\nna\u00EFve,y\n";
        Assert.Equal("caf\u00C3\u00A9 \u00F0\u009F\u0098\u0080", Rows(text)[0].Text);
        var corpus = new CsvSource(_folder.Write("f.csv", text), new() { RepairMojibake = true }).Read();
        Assert.Equal(["caf\u00E9 \U0001F600", "na\u00EFve"], corpus.Rows.Select(row => row.Text));
        Assert.Equal(1, corpus.RepairedTexts);
    }
}
