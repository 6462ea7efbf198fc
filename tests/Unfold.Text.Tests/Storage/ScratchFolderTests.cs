namespace Unfold.Text.Tests;

public sealed class ScratchFolderTests : IDisposable
{
    readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    static Corpus Move(ScratchFolder scratch, int rows = 100) => new Corpus(Enumerable.Range(0, rows).Select(i => new LabelledText($"text {i}", "a", i))).MoveTo(scratch, CancellationToken.None);

    [Fact]
    public void Create_WhileItIsUsed_LeavesNoName()
    {
        using var scratch = new ScratchFolder(_folder.Root);
        Corpus corpus = Move(scratch);
        Assert.Equal("text 99", corpus.Text(99));
        Assert.True(scratch.Bytes > 100 * 6);
        if (!OperatingSystem.IsWindows()) Assert.Empty(Directory.GetFileSystemEntries(_folder.Root));
    }

    [Fact]
    public void Dispose_ThenAskedForARow_SaysThatItIsGone()
    {
        var scratch = new ScratchFolder(_folder.Root);
        Corpus corpus = Move(scratch);
        EncodedCorpus ids = EncodedCorpus.FromIds([[1, 2]], [0]).Take([0], [0, 1, 2], scratch);
        scratch.Dispose();
        Assert.Throws<ObjectDisposedException>(() => corpus.Text(0));
        Assert.Throws<ObjectDisposedException>(() => ids[0].Length);
        Assert.Throws<ObjectDisposedException>(() => Move(scratch));
        Assert.Empty(Directory.GetFileSystemEntries(_folder.Root));
    }

    [Fact]
    public void Another_DisposedOf_LeavesTheFilesOfTheFirst()
    {
        using var scratch = new ScratchFolder(_folder.Root);
        Corpus corpus = Move(scratch);
        using (ScratchFolder other = scratch.Another()) Assert.Equal("text 7", Move(other).Text(7));
        Assert.Equal("text 7", corpus.Text(7));
    }

    [Theory]
    [InlineData(0), InlineData(100), InlineData(300_000)]
    public void Append_DiskFull_IsASentenceWithAWayOut(int room)
    {
        using var scratch = new ScratchFolder(_folder.Root, path => new SmallFile(path, room));
        string message = Assert.Throws<DataException>(() => Move(scratch, rows: 50_000)).Message;
        Assert.Equal($"{_folder.Root}: expected room for the rows of the data, got: No space left on device. Free some space, or choose another folder: --out for a run, TMPDIR where there is none.", message);
    }

    [Fact]
    public void Create_NoSuchFolder_SaysSo()
    {
        using var scratch = new ScratchFolder(Path.Combine(_folder.Root, "none"));
        Assert.StartsWith($"{_folder.Root}{Path.DirectorySeparatorChar}none: expected room for the rows of the data, got: ", Assert.Throws<DataException>(() => Move(scratch)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_BeyondTheEndOrBeforeItIsSealed_IsRefused()
    {
        using var scratch = new ScratchFolder(_folder.Root);
        ScratchFile file = scratch.Create();
        file.Append<int>([1, 2, 3]);
        Assert.Throws<ArgumentOutOfRangeException>(() => file.Read(0, new int[1].AsSpan()));
        file.Seal();
        var read = new int[2];
        file.Read(4, read.AsSpan());
        Assert.Equal([2, 3], read);
        foreach (long at in (long[])[8, 12, -4, long.MaxValue]) Assert.Throws<ArgumentOutOfRangeException>(() => file.Read(at, new int[2].AsSpan()));
        Assert.Equal("\u0003\0", file.ReadText(8, 2));
    }

    /// <summary>A file with a hole of 12 GB before its last numbers takes no room on the disk.</summary>
    [Fact]
    public void Slice_BeyondTwoToThe31Numbers_IsRead()
    {
        const long hole = 3L << 30;
        using var scratch = new ScratchFolder(_folder.Root, path => new FileStream(path, FileMode.CreateNew, FileAccess.ReadWrite, FileShare.Delete, 1, FileOptions.DeleteOnClose));
        var file = new ScratchFile(OpenBehind(hole * sizeof(int)), _folder.Root, hole * sizeof(int));
        file.Append<int>([7, 8, 9]);
        file.Seal();
        var ids = new StoredNumbers<int>(file);
        var ends = new StoredNumbers<long>([0, hole, hole + 1, hole + 3]);
        Assert.Equal(hole + 3, ids.Length);
        var corpus = new EncodedCorpus(ids, ends, positions: [1, 2], labels: [0, 1], maxLength: 2, new EncodingCounts(), scratch);
        Assert.Equal((7, 2), (corpus[0][0], corpus.Length(1)));
        Assert.Equal([8, 9], corpus[1].ToArray());
        var batch = new TextBatch();
        batch.Load(corpus, [1, 0]);
        Assert.Equal([8, 7, 9], batch.Sequences.Ids.ToArray());
        file.Dispose();

        FileStream OpenBehind(long at)
        {
            var stream = new FileStream(Path.Combine(_folder.Root, "hole"), FileMode.CreateNew, FileAccess.ReadWrite, FileShare.Delete, 1, FileOptions.DeleteOnClose);
            stream.SetLength(at);
            stream.Position = at;
            return stream;
        }
    }

    [Fact]
    public void Threads_ReadingAtOnce_ReadTheSame()
    {
        using var scratch = new ScratchFolder(_folder.Root);
        Corpus corpus = Move(scratch, rows: 2_000);
        Parallel.For(0, 20_000, i => Assert.Equal($"text {i % 2_000}", corpus.Text(i % 2_000)));
    }

    /// <summary>A file on a disk with so much room.</summary>
    sealed class SmallFile(string path, long room) : FileStream(path, FileMode.CreateNew, FileAccess.ReadWrite, FileShare.Delete, 1, FileOptions.DeleteOnClose)
    {
        public override void Write(ReadOnlySpan<byte> buffer)
        {
            if (Position + buffer.Length > room) throw new IOException("No space left on device");
            base.Write(buffer);
        }
    }
}
