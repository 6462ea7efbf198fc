using System.Text.Json;
using System.Xml.Linq;

namespace Unfold.Reporting.Tests;

public sealed class RunExportTests : IDisposable
{
    readonly string _path = Directory.CreateTempSubdirectory("unfold-export-").FullName;

    public void Dispose() => Directory.Delete(_path, recursive: true);

    string Run() => FakeRun.WriteTo(Path.Combine(_path, "run"), FakeRun.Lstm(epochs: 3, steps: 12, lenses: true));

    [Fact]
    public void WriteSvg_WholeRun_EveryFigureStandsAlone()
    {
        string run = Run();
        IReadOnlyList<string> files = RunExport.WriteSvg([run], Path.Combine(_path, "svg"));

        Assert.True(files.Count > 80, $"{files.Count} figures");
        Assert.Equal(files.Count, Directory.GetFiles(Path.Combine(_path, "svg"), "*.svg").Length);
        Assert.Contains(files, file => Path.GetFileName(file) == "time-map-lstm.l0.svg");
        foreach (string file in files)
        {
            string text = File.ReadAllText(file);
            var svg = XElement.Parse(text);
            Assert.True((int)svg.Attribute("width")! > 0 && (int)svg.Attribute("height")! > 0);
            Assert.DoesNotContain("var(", text, StringComparison.Ordinal);
            Assert.DoesNotContain("http", text.Replace("http://www.w3.org/2000/svg", "", StringComparison.Ordinal), StringComparison.Ordinal);
            Assert.DoesNotContain("NaN", text, StringComparison.Ordinal);
            Assert.Contains(svg.Descendants(), element => (string?)element.Attribute("class") == "paper");
        }
    }

    [Fact]
    public void WriteCsv_Fan_StepsHaveTheirAddress()
    {
        IReadOnlyList<string> files = RunExport.WriteCsv([Run()], Path.Combine(_path, "csv"));

        string[] steps = File.ReadAllLines(files.Single(file => Path.GetFileName(file) == "gradient-norm-lstm.weight_hh_l0-steps.csv"));
        Assert.Equal("x,epoch,step,batch,examples,value", steps[0]);
        Assert.Equal(1 + 3 * 12, steps.Length);
        string[] last = steps[^1].Split(',');
        Assert.Equal(["2", "35", "11", "1"], last[1..5]); // the last batch of the last epoch has one text
        string[] fan = File.ReadAllLines(files.Single(file => Path.GetFileName(file) == "gradient-norm-lstm.weight_hh_l0.csv"));
        Assert.Equal("epoch,min,5 %,25 %,median,75 %,95 %,max,step of max,batch of max,mean,not finite", fan[0]);
        string[] first = fan[1].Split(',');
        Assert.Equal(first[7], steps.Skip(1).Select(line => line.Split(',')).Single(cells => cells[2] == first[8])[5]);
    }

    [Fact]
    public void WriteJsonLines_WholeRecord_SaysEverything()
    {
        string run = Run(), file = Path.Combine(_path, "record.jsonl");
        var record = RecordFile.Read(Path.Combine(run, "record"));

        long count = RunExport.WriteJsonLines(run, file);

        JsonElement[] lines = [.. File.ReadLines(file).Select(line => JsonDocument.Parse(line).RootElement)];
        Assert.Equal(count, lines.Length);
        Assert.Equal(record.Tables.Sum(rows => rows.Count) + record.Arrays.Count + record.Notes.Count, lines.Length);
        JsonElement second = lines[1];
        Assert.Equal("step", second.GetProperty("table").GetString());
        Assert.Equal(1, second.GetProperty("step").GetInt32());
        RecordColumn norm = record.Steps.Find(new("gradients", "fc.weight", "norm"))!;
        Assert.Equal((float)norm.Values[1], second.GetProperty("gradients").GetProperty("fc.weight").GetProperty("norm").GetSingle());
        Assert.False(second.GetProperty("gradients").TryGetProperty("embedding.weight", out JsonElement embedding) && embedding.TryGetProperty("nonFinite", out _)); // missing stays out
        JsonElement profile = lines.First(line => line.TryGetProperty("array", out JsonElement key) && key[2].GetString() == "profile");
        Assert.Equal(-11, profile.GetProperty("start").GetDouble());
        Assert.Equal(record.Arrays.First(array => array.Key.Statistic == "profile").Values.Count, profile.GetProperty("values").GetArrayLength());
        Assert.Contains(lines, line => line.TryGetProperty("array", out _) && line.GetProperty("values").EnumerateArray().Any(value => value.ValueKind == JsonValueKind.String && value.GetString() == "NaN"));
        JsonElement spike = lines.First(line => line.TryGetProperty("note", out JsonElement key) && key[0].GetString() == "spikes");
        Assert.Equal(1812, spike.GetProperty("document").GetProperty("examples")[0].GetProperty("row").GetInt32());
    }

    [Fact]
    public void WriteJsonLines_RunWithoutRecord_SaysWhatToDo()
    {
        string run = Run();
        File.Delete(Path.Combine(run, "record"));

        var error = Assert.Throws<DataException>(() => RunExport.WriteJsonLines(run, Path.Combine(_path, "a.jsonl")));

        Assert.Equal($"{run}: expected a run with a record, got none. It was trained without inspection; train it again with its lenses on.", error.Message);
    }

    [Fact]
    public void WriteSvg_FolderThatIsAFile_SaysSo()
    {
        string file = Path.Combine(_path, "taken");
        File.WriteAllText(file, "");

        var error = Assert.Throws<DataException>(() => RunExport.WriteSvg([Run()], file));

        Assert.StartsWith($"{file}: expected a place that can be written, got: ", error.Message, StringComparison.Ordinal);
        Assert.EndsWith("Choose another one with --svg.", error.Message, StringComparison.Ordinal);
    }
}
