using Unfold.Inspection;

namespace Unfold.Reporting.Tests;

/// <summary>A record whose checksums fit but whose contents make no sense is shown as far as it goes, never a crash.</summary>
public sealed class StrangersRecordTests : IDisposable
{
    readonly string _folder = Directory.CreateTempSubdirectory("unfold-stranger-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    [InlineData(6)]
    [InlineData(7)]
    [InlineData(8)]
    [InlineData(9)]
    [InlineData(10)]
    [InlineData(11)]
    [InlineData(12)]
    public void Write_OfShapesAndDocumentsThatMakeNoSense_GivesAPage(int seed)
    {
        string run = FakeRun.WriteTo(Path.Combine(_folder, "run"), FakeRun.Lstm(epochs: 3, steps: 40, lenses: true));
        RecordFile record = RecordFile.Read(Path.Combine(run, "record"));
        Assert.True(record.Arrays.Count > 20 && record.Notes.Count > 0);
        Rng rng = new((ulong)seed);
        using (RecordWriter writer = RecordWriter.Continue(Path.Combine(run, "record"), new FileInfo(Path.Combine(run, "record")).Length))
        {
            foreach (RecordArray array in record.Arrays)
            {
                int rows = 1 + rng.Next(7), columns = rng.Next(9);
                float[] values = [.. Enumerable.Range(0, rows * columns).Select(_ => Odd(rng))];
                writer.WriteArray(array.Key, array.Step - rng.Next(5), array.Epoch, rows, values, Place(rng), Math.Abs(Place(rng)));
                writer.WriteArray(array.Key, long.MaxValue, int.MaxValue, 1, [], 0, 0);
            }
            int norm = writer.AddColumn(RecordTable.Step, new("gradients", "all", "norm")), watching = writer.AddColumn(RecordTable.Epoch, new("inspector", "all", "watching"));
            foreach (int epoch in (int[])[int.MaxValue, -7, 1_000_000_000])
            {
                writer.BeginRow(RecordTable.Step, -1, epoch, -3);
                writer.Set(norm, Odd(rng));
                writer.BeginRow(RecordTable.Epoch, -1, epoch, -3);
                writer.Set(watching, Odd(rng));
            }
            foreach (RecordNote note in record.Notes)
                writer.WriteNote(note.Key, note.Step, note.Epoch, Documents[rng.Next(Documents.Length)]);
        }

        string page = File.ReadAllText(HtmlReport.Write(run));

        Assert.Contains("</html>", page, StringComparison.Ordinal);
        Assert.DoesNotContain("<script>alert", page, StringComparison.Ordinal);
        RunExport.WriteSvg([run], Path.Combine(_folder, "svg"));
        RunExport.WriteCsv([run], Path.Combine(_folder, "csv"));
        Assert.True(RunExport.WriteJsonLines(run, Path.Combine(_folder, "all.jsonl")) > 0);
        Assert.NotEmpty(TensorBoardLog.Write(run, Path.Combine(_folder, "tb")));
    }

    static readonly string[] Documents =
    [
        "", "{", "null", "[]", "17", "\"text\"", "[1,[2,[3]]]", new string('[', 5000), "{\"examples\":7,\"profile\":{}}", "{\"epoch\":1e400,\"examples\":[null,{\"text\":[1]}],\"profile\":[\"x\",null,1e308]}",
        "[{\"text\":\"<script>alert(1)</script>\",\"label\":\"<b>\",\"tokens\":[{\"token\":\"<script>alert(2)</script>\",\"gradientInput\":\"NaN\"},{},null,3]}]",
        "{\"text\":\"<script>alert(3)</script>\",\"examples\":[{\"text\":\"<script>alert(4)</script>\",\"row\":\"<script>alert(5)</script>\",\"label\":\"<script>alert(6)</script>\",\"loss\":\"NaN\"}],\"reason\":\"<script>alert(7)</script>\"}",
    ];

    static double Place(Rng rng) => rng.Next(4) switch { 0 => 0, 1 => 1, 2 => -(1 << 30), _ => rng.NextNormal() };

    static float Odd(Rng rng) => rng.Next(8) switch
    {
        0 => float.NaN,
        1 => float.PositiveInfinity,
        2 => float.NegativeInfinity,
        3 => 0,
        4 => -float.MaxValue,
        5 => float.Epsilon,
        6 => 3e9f,
        _ => (float)rng.NextNormal(),
    };
}
