using System.IO.Compression;
using System.Text;
using System.Text.Json.Nodes;

namespace Unfold.Cli.Tests;

/// <summary>Files made to do harm end a command with one sentence and exit code 2 or 4, and leave nothing behind.</summary>
public sealed class HostileFileTests(TrainedRun trained) : IClassFixture<TrainedRun>
{
    [Fact]
    public async Task Predict_DescriptionThatAsksForBillionsOfWeights_ExitCode4()
    {
        using var scratch = new Scratch();
        string copy = TrainedRun.Copy(trained.Run, scratch), file = Path.Combine(copy, "model.json");
        JsonNode model = JsonNode.Parse(File.ReadAllText(file))!;
        model["recipe"]!["model"]!["hidden"] = 65_536;
        File.WriteAllText(file, model.ToJsonString());

        await Fails(4, $"{file}: expected a model that fits into the ", "predict", copy, "good");
    }

    [Fact]
    public async Task Predict_DeepDescription_ExitCode4()
    {
        using var scratch = new Scratch();
        string copy = TrainedRun.Copy(trained.Run, scratch), file = Path.Combine(copy, "model.json");
        File.WriteAllText(file, string.Concat(Enumerable.Repeat("{\"recipe\":", 100_000)));

        await Fails(4, $"{file}:1: expected the description of a model in JSON, got something else. ", "predict", copy, "good");
    }

    [Fact]
    public async Task Predict_WeightsWhoseHeaderLies_ExitCode4()
    {
        using var scratch = new Scratch();
        string copy = TrainedRun.Copy(trained.Run, scratch), file = Path.Combine(copy, "model.safetensors");
        byte[] bytes = File.ReadAllBytes(file);
        Array.Fill(bytes, (byte)0xFF, 0, 8);
        File.WriteAllBytes(file, bytes);

        await Fails(4, $"{file}: expected a header of at most 100000000 bytes, got a length field of 18446744073709551615. ", "predict", copy, "good");
    }

    [Fact]
    public async Task Report_DeepRun_ExitCode4()
    {
        using var scratch = new Scratch();
        string copy = TrainedRun.Copy(trained.Run, scratch), file = Path.Combine(copy, "run.json");
        File.WriteAllText(file, string.Concat(Enumerable.Repeat("{\"data\":", 100_000)));

        await Fails(4, $"{file}, line 1: expected a JSON document written by Unfold, got something else", "report", copy);
    }

    [Fact]
    public async Task Train_RecipeWithHalfASurrogatePair_ExitCode2()
    {
        using var scratch = new Scratch();
        string file = scratch.Write("recipe.json", "{\n\"name\": \"\\udc00\" }");

        await Fails(2, $"{file}:2: expected whole characters, got half of a surrogate pair. ", "train", file, "--out", scratch.In("run"));
        Assert.False(Directory.Exists(scratch.In("run")));
    }

    [Fact]
    public async Task Train_TableThatIsABomb_ExitCode4()
    {
        using var scratch = new Scratch();
        using (var gzip = new GZipStream(File.Create(scratch.In("r.csv")), CompressionLevel.Optimal))
        {
            gzip.Write("text,label\n"u8);
            for (int i = 0; i < 20; i++) gzip.Write(Enumerable.Repeat((byte)'\n', 1 << 20).ToArray());
        }

        await Fails(4, $"{scratch.In("r.csv")}: expected a packed file that unpacks to at most 100 times its size, got more than 16 MB out of ", "train", "--csv", scratch.In("r.csv"), "--out", scratch.In("run"));
    }

    [Fact]
    public async Task Train_TableWithARowWithoutAnEnd_ExitCode2()
    {
        using var scratch = new Scratch();
        string file = scratch.Write("r.csv", "text,label\ngood,1\n\"" + new string('a', 17 << 20));

        await Fails(2, $"{file}: expected lines and rows of at most 16 MB, got a longer one behind line 2. ", "train", "--csv", file, "--out", scratch.In("run"));
    }

    [Fact]
    public async Task DataShow_ArchiveWhoseSizesLie_ExitCode4()
    {
        using var scratch = new Scratch();
        byte[] header = new byte[512];
        "aclImdb/train/pos/1_9.txt"u8.CopyTo(header);
        "77777777777\0"u8.CopyTo(header.AsSpan(124));
        header[156] = (byte)'0';
        header.AsSpan(148, 8).Fill((byte)' ');
        Encoding.ASCII.GetBytes(Convert.ToString(header.Sum(value => value), 8).PadLeft(6, '0') + "\0 ").CopyTo(header, 148);
        Directory.CreateDirectory(scratch.In("imdb"));
        string file = scratch.In("imdb/aclImdb_v1.tar.gz");
        using (var gzip = new GZipStream(File.Create(file), CompressionLevel.Fastest)) gzip.Write(header);

        await Fails(4, $"{file}: expected a complete tar.gz archive, got damaged or cut-off data. Fetch the file again.", "data", "show", "imdb", "--data-dir", scratch.Folder);
    }

    [Fact]
    public async Task Train_VectorsWhoseCountLies_ExitCode4()
    {
        using var scratch = new Scratch();
        string table = scratch.WriteReviews("r.csv"), vectors = scratch.Write("v.bin", [.. "4294967296 300\nthe "u8, 0xFF, 0, 0x80, 1]);

        await Fails(
            4, $"{vectors}: expected at least 5162550689792 bytes for 4294967296 words of 300 numbers, as its first line says, got 8. ",
            "train", "--csv", table, "--text", "review", "--label", "mood", "--set", $"model.vectors={vectors}", "--set", "model.embedding=300", "--out", scratch.In("run"));
    }

    static async Task Fails(int code, string beginning, params string[] args)
    {
        CommandResult result = await Unfolded.Run(args);

        Assert.StartsWith(beginning, result.Sentence, StringComparison.Ordinal);
        Assert.Equal(code, result.ExitCode);
        Assert.DoesNotContain('\n', result.Sentence);
        Assert.DoesNotContain("   at ", result.Error, StringComparison.Ordinal);
        Assert.True(result.Sentence.Length < 600, result.Sentence);
    }
}
