namespace Unfold.Text.Tests;

/// <summary>Rows in a file are those in memory, whatever they are and however they are asked for.</summary>
public sealed class FileRowsTests : IDisposable
{
    static readonly WhitespaceTokenizer Words = new();
    readonly TemporaryFolder _folder = new();
    readonly ScratchFolder _scratch;

    public FileRowsTests() => _scratch = new ScratchFolder(_folder.Root);

    public void Dispose()
    {
        _scratch.Dispose();
        _folder.Dispose();
    }

    /// <summary>Texts of all kinds: empty, blank, of any planes, longer than every buffer; labels and groups of any kind.</summary>
    static LabelledText[] Rows(int count, ulong seed)
    {
        var rng = new Rng(seed);
        string[] words = ["a", "word", "caf\u00E9", "\u65E5\u672C\u8A9E", "\U0001F600", "\u00A0", "\"", "\n", "\u0000", "\uFFFD"];
        return [.. Enumerable.Range(0, count).Select(i => new LabelledText(Text(i), $"label {rng.Next(5)}", i, rng.Next(3) == 0 ? "" : $"film \u00FC {rng.Next(40)}"))];

        string Text(int row) => row switch
        {
            1 => "",
            2 => " \t\n ",
            3 => string.Join(' ', Enumerable.Repeat("long \u65E5", 200_000)),
            _ => string.Join(' ', Enumerable.Range(0, rng.Next(12)).Select(_ => words[rng.Next(words.Length)])),
        };
    }

    static string Csv(IEnumerable<LabelledText> rows) =>
        "text,label,film\n" + string.Concat(rows.Select(row => $"\"{row.Text.Replace("\"", "\"\"", StringComparison.Ordinal)}\",{row.Label},{row.Group}\n"));

    CsvSource Source(IEnumerable<LabelledText> rows) => new(_folder.Write("rows.csv", Csv(rows)), new CsvOptions { Text = ["text"], Label = "label", Group = "film" });

    [Fact]
    public void Read_IntoAFile_GivesTheRowsOfMemory()
    {
        CsvSource source = Source(Rows(3_000, seed: 1));
        Corpus memory = source.Read(), file = source.Read(_scratch, CancellationToken.None);
        Assert.Equal((false, true), (memory.IsInFile, file.IsInFile));
        Assert.Equal(memory.Rows, file.Rows);
        Assert.Equal(memory.EmptyTexts, file.EmptyTexts);
        Assert.True(memory.EmptyTexts > 2);
        for (int row = 0; row < memory.Count; row += 7)
        {
            Assert.Equal((memory.Text(row), memory.Label(row), memory.Group(row)), (file.Text(row), file.Label(row), file.Group(row)));
            Assert.Equal(memory.Where(row), file.Where(row));
        }
        Assert.Equal(memory.Texts, file.Texts);
    }

    [Fact]
    public void Select_OfAFileAndOfThatAgain_GivesTheRowsOfMemory()
    {
        CsvSource source = Source(Rows(500, seed: 2));
        Corpus memory = source.Read(), file = source.Read(_scratch, CancellationToken.None);
        int[] some = new Rng(3).Permutation(500)[..200], fewer = [5, 5, 199, 0];
        Assert.Equal(memory.Select(some).Rows, file.Select(some).Rows);
        Assert.Equal(memory.Select(some).Select(fewer).Rows, file.Select(some).Select(fewer).Rows);
        Assert.Equal(memory.Select(some).EmptyTexts, file.Select(some).EmptyTexts);
        foreach (int[] part in (int[][])[some, fewer, [499, 3, 3, 0, 499]])
        {
            Assert.Equal(memory.Select(part).Texts.Order(StringComparer.Ordinal), file.Select(part).Texts.Order(StringComparer.Ordinal));
            Assert.Equal(part.Order(), file.Select(part).ReadingOrder()!.Select(row => part[row]));
        }
    }

    [Fact]
    public void Encode_OfAFileInAnyOrder_GivesTheIdsOfMemory()
    {
        CsvSource source = Source(Rows(5_000, seed: 4));
        Vocabulary vocabulary = Vocabulary.FromTokens(["<pad>", "<unk>", "a", "word", "caf\u00E9", "\U0001F600"]);
        int[] some = new Rng(5).Permutation(5_000)[..4_000];
        foreach (Func<Corpus, Corpus> part in (Func<Corpus, Corpus>[])[corpus => corpus, corpus => corpus.Select(some)])
        {
            EncodedCorpus memory = Encode(part(source.Read())), file = Encode(part(source.Read(_scratch, CancellationToken.None)));
            Assert.Equal((null, _scratch), (memory.Scratch, file.Scratch));
            Assert.Equal((memory.Count, memory.MaxLength, memory.TotalIds, memory.Counts), (file.Count, file.MaxLength, file.TotalIds, file.Counts));
            Assert.Equal(memory.Labels.ToArray(), file.Labels.ToArray());
            for (int row = 0; row < memory.Count; row++) Assert.Equal(memory[row], file[row]);
            Assert.Equal(Epoch(memory), Epoch(file));
        }

        EncodedCorpus Encode(Corpus corpus) => EncodedCorpus.Encode(corpus, Words, vocabulary, LabelSet.From(corpus));

        static List<int> Epoch(EncodedCorpus corpus)
        {
            var all = new List<int>();
            foreach (TextBatch batch in new BatchSampler(corpus, new BatchOptions { BatchSize = 37, PoolBatches = 5 }, new Rng(6)).Epoch())
                all.AddRange([.. batch.Rows, .. batch.Labels, .. batch.Sequences.Ids]);
            return all;
        }
    }

    [Fact]
    public void Take_OtherNumbersForTheIds_IsTheSameInMemoryAndInAFile()
    {
        EncodedCorpus corpus = EncodedCorpus.FromIds([[1, 2], [], [3, 3, 1]], [0, 1, 0]);
        foreach (ScratchFolder? scratch in (ScratchFolder?[])[null, _scratch])
        {
            EncodedCorpus taken = corpus.Take([2, 1, 2], [0, 10, 20, 30], scratch);
            Assert.Equal([30, 30, 10, -1, -1, 30, 30, 10], (int[])[.. taken[0], -1, .. taken[1], -1, .. taken[2]]);
            Assert.Equal([0, 1, 0], taken.Labels.ToArray());
            Assert.Equal((3, 6L, 1), (taken.MaxLength, taken.TotalIds, taken.Counts.Empty));
        }
    }

    [Fact]
    public void Repair_OfAFile_RepairsAndCountsAsInMemory()
    {
        string path = _folder.Write("broken.csv", "text,label\ncaf\u00C3\u00A9,a\nfine,b\n\u00C3\u00BC,a\n");
        var source = new CsvSource(path, new CsvOptions { Text = ["text"], Label = "label", RepairMojibake = true });
        Corpus read = source.Read(_scratch, CancellationToken.None);
        Corpus after = new CsvSource(path, new CsvOptions { Text = ["text"], Label = "label" }).Read(_scratch, CancellationToken.None).RepairMojibake();
        Assert.Equal(["caf\u00E9", "fine", "\u00FC"], read.Rows.Select(row => row.Text));
        Assert.Equal(read.Rows, after.Rows);
        Assert.Equal((2, 2, true), (read.RepairedTexts, after.RepairedTexts, after.IsInFile));
    }

    [Fact]
    public void Read_OtherSources_AreMovedIntoTheFile()
    {
        Corpus corpus = new RowsInMemory(Rows(50, seed: 7)).Read(_scratch, CancellationToken.None);
        Assert.True(corpus.IsInFile);
        Assert.Equal(Rows(50, seed: 7), corpus.Rows);
    }

    [Fact]
    public void Read_NoRowsOrEmptyTextsOnly_SaysSoAsInMemory()
    {
        foreach (string rows in (string[])["", "\"\",a\n\" \",b\n"])
        {
            var source = new CsvSource(_folder.Write("none.csv", "text,label\n" + rows), new CsvOptions { Text = ["text"], Label = "label" });
            Assert.Equal(Assert.Throws<DataException>(() => source.Read()).Message, Assert.Throws<DataException>(() => source.Read(_scratch, CancellationToken.None)).Message);
        }
    }

    [Fact]
    public void Read_Cancelled_Ends()
    {
        CsvSource source = Source(Rows(3_000, seed: 8));
        Assert.ThrowsAny<OperationCanceledException>(() => source.Read(_scratch, new CancellationToken(canceled: true)));
        Corpus corpus = source.Read(_scratch, CancellationToken.None);
        Assert.ThrowsAny<OperationCanceledException>(() => corpus.RepairMojibake(new CancellationToken(canceled: true)));
        Assert.ThrowsAny<OperationCanceledException>(() => EncodedCorpus.Encode(corpus, Words, Vocabulary.FromTokens(["<pad>", "<unk>"]), cancellation: new CancellationToken(canceled: true)));
    }

    sealed class RowsInMemory(LabelledText[] rows) : CorpusSource
    {
        public override string Description => "rows";

        public override Corpus Read(CancellationToken cancellation = default) => new(rows, Description);
    }
}
