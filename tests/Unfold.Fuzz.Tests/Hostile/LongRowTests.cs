using Unfold.Text;

namespace Unfold.Fuzz.Tests;

/// <summary>A line without an end, of zeros or of text, is refused at 16 MB: memory stays below 256 MB however long the line is (UNFOLD_LINE_MB says how long; CI takes 24).</summary>
public sealed class LongRowTests : IDisposable
{
    const long Bound = 256L << 20;
    static readonly byte[] Megabyte = [.. Enumerable.Repeat((byte)'a', 1 << 20)];
    readonly string _folder = Directory.CreateTempSubdirectory("unfold-rows-").FullName;

    static long Megabytes => long.TryParse(Environment.GetEnvironmentVariable("UNFOLD_LINE_MB"), out long number) ? number : 24;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory, InlineData(""), InlineData("\"")]
    public void Csv_LineOfAGigabyte_IsRefusedWithItsPlace(string quote)
    {
        string path = Stretch.Write(In("a.csv"), System.Text.Encoding.UTF8.GetBytes($"text,label\ngood,1\n{quote}"), Megabyte, Megabytes, "\n"u8);

        Assert.Equal(
            $"{path}: expected lines and rows of at most 16 MB, got a longer one behind line 2. A quote may never be closed, or this is another kind of file; correct the line, or leave it out.",
            Stretch.Refuses<DataException>(Bound, () => new CsvSource(path).Read()).Message);
    }

    [Fact]
    public void Csv_RowOfNothingButDelimiters_IsRefused()
    {
        string path = Stretch.Write(In("a.csv"), "text,label"u8, [.. Enumerable.Repeat((byte)',', 1 << 10)], 80, "\n"u8);

        Assert.Equal($"{path}:1: expected at most 65536 columns, got 81922. Check the delimiter.", Stretch.Refuses<DataException>(Bound, () => new CsvSource(path).Read()).Message);
    }

    [Fact]
    public void Csv_RowsUpToTheBorder_AreRead()
    {
        string path = Stretch.Write(In("a.csv"), "text,label\n"u8, Megabyte, 15, ",1\nb,0\n"u8);

        Assert.Equal(15 << 20, new CsvSource(path).Read().Rows[0].Text.Length);
    }

    [Fact]
    public void Sentences_LineOfAGigabyte_AreRefusedWithTheirPlace()
    {
        string path = Stretch.Write(In("a.conllu"), "# a comment\n# "u8, Megabyte, Megabytes, "\n"u8);

        string sentence = $"{path}: expected lines and rows of at most 16 MB, got a longer one behind line 1. A quote may never be closed, or this is another kind of file; correct the line, or leave it out.";
        Assert.Equal(sentence, Stretch.Refuses<DataException>(Bound, () => new ConlluSource(path).Read()).Message);
        Assert.Equal(sentence.Replace("line 1", "line 0", StringComparison.Ordinal), Stretch.Refuses<DataException>(Bound, () => new ConllSource(Stretch.Write(path, ""u8, Megabyte, Megabytes, "\n"u8)).Read()).Message);
    }

    [Fact]
    public void Vectors_LineOfAGigabyte_AreRefused()
    {
        string path = Stretch.Write(In("vectors.txt"), "the 1 2\n"u8, Megabyte, Megabytes, "\n"u8);

        Assert.StartsWith($"{path}:2: expected a word and 2 numbers with spaces between, got aaaa", Stretch.Refuses<DataException>(Bound, () => WordVectors.Read(path)).Message, StringComparison.Ordinal);
    }

    string In(string name) => Path.Combine(_folder, name);
}
