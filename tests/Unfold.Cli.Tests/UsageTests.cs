namespace Unfold.Cli.Tests;

public sealed class UsageTests
{
    [Theory]
    [InlineData("help", "--help")]
    [InlineData("help-train", "train", "--help")]
    [InlineData("help-bench", "bench", "--help")]
    [InlineData("help-doctor", "doctor", "--help")]
    [InlineData("help-lab", "lab", "--help")]
    public async Task Help_IsTheGoldenText(string golden, params string[] args)
    {
        CommandResult result = await Unfolded.RunProcess(input: null, args);

        string file = Path.Combine(AppContext.BaseDirectory, "Golden", golden + ".txt");
        Assert.Equal(File.ReadAllText(file).ReplaceLineEndings("\n").Trim(), result.Output.ReplaceLineEndings("\n").Trim());
        Assert.Equal(0, result.ExitCode);
        Assert.Empty(result.Error);
    }

    [Fact]
    public async Task NoVerb_HelpOnStandardErrorAndExitCode1()
    {
        CommandResult result = await Unfolded.Run();

        Assert.Equal(1, result.ExitCode);
        Assert.Empty(result.Output);
        Assert.Contains("train", result.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("unfold: 'trian' is not a verb of this command. Did you mean \"train\"?\n'unfold --help' lists what there is.\n", "trian")]
    [InlineData("unfold train: '--epoch' is not an option of this command. Did you mean \"--epochs\"?\n'unfold train --help' lists what there is.\n", "train", "x", "--epoch", "3")]
    [InlineData("--epochs: expected a whole number of at least 1, got '0'.\n'unfold train --help' lists what there is.\n", "train", "x", "--epochs", "0")]
    [InlineData("train: expected a recipe or --csv FILE, got neither. 'unfold recipes' lists the built-in ones; 'unfold train --help' shows the options.\n", "train")]
    public async Task WrongUsage_SaysWhatAndExitCode1(string expected, params string[] args)
    {
        CommandResult result = await Unfolded.Run(args);

        Assert.Equal(expected, result.Error.ReplaceLineEndings("\n"));
        Assert.Equal(1, result.ExitCode);
        Assert.Empty(result.Output);
    }

    [Theory]
    [InlineData("my rows.csv", ',', ""), InlineData("rows.TSV", '\t', " --set 'data.delimiter=\"\\t\"'")]
    public async Task Train_OnATableInPlaceOfARecipe_SaysHowAndThatWorks(string name, char delimiter, string more)
    {
        using var scratch = new Scratch();
        string file = scratch.In(name);
        File.WriteAllLines(file, ["text,label", .. Enumerable.Range(0, 40).Select(static i => i % 2 == 0 ? $"a good film number {i},good" : $"a bad film number {i},bad")]);
        File.WriteAllText(file, File.ReadAllText(file).Replace(',', delimiter));

        CommandResult refused = await Unfolded.Run("train", file);

        Assert.Equal($"train: expected a recipe, got the table {file}. Train on it with --csv {(name.Contains(' ') ? $"\"{file}\"" : file)} --text COLUMN --label COLUMN{more}.", refused.Sentence);
        Assert.Equal(1, refused.ExitCode);
        string[] advice = more.Length == 0 ? [] : ["--set", "data.delimiter=\"\\t\""];
        CommandResult trained = await Unfolded.Run(["train", "--csv", file, "--text", "text", "--label", "label", .. advice, "--epochs", "1", "--out", scratch.In("run"), "--no-report"]);
        Assert.Equal(0, trained.ExitCode);
    }

    [Fact]
    public async Task Bench_UnknownWorkload_ListsTheKnownOnes()
    {
        CommandResult result = await Unfolded.Run("bench", "twitter-lstn");

        Assert.Equal(1, result.ExitCode);
        Assert.Equal(
            "bench: expected one of twitter-tanh, twitter-relu, twitter-lstm, week06-rnn, imdb-rnn, imdb-lstm, imdb-gru, imdb-lstm-ragged, imdb-gru-ragged, " +
            "agnews-rnn, agnews-lstm, pos-rnn, tagger-bilstm, big-lstm, imdb-cnn, imdb-ff, imdb-text, peak, cell:KIND,T,B,E,H, gemm:M,N,K (KIND is rnn, lstm or gru), " +
            "got 'twitter-lstn'. Did you mean \"twitter-lstm\"?", result.Sentence);
    }

    [Theory]
    [InlineData("cell:lstm,5,4,3")]
    [InlineData("cell:cnn,5,4,3,2")]
    [InlineData("cell:lstm,5,4,0,2")]
    [InlineData("gemm:4,4")]
    [InlineData("gemm:4,-4,4")]
    public async Task Bench_MalformedWorkload_ExitCode1(string workload) =>
        Assert.Equal(1, (await Unfolded.Run("bench", workload)).ExitCode);
}
