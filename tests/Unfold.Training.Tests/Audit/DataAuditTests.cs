using Unfold.Inspection;
using Unfold.Text;

namespace Unfold.Training.Tests;

public sealed class DataAuditTests
{
    static Corpus Rows(params (string Text, string Label)[] rows) => new(rows.Select((row, i) => new LabelledText(row.Text, row.Label, i + 2)), "t.csv");

    static AuditDocument Audit(Corpus train, Corpus validation, Corpus? test = null, EncodingOptions? encoding = null, VocabularyOptions? vocabulary = null, bool texts = true)
    {
        var tokenizer = new BasicEnglishTokenizer();
        var builder = new VocabularyBuilder(tokenizer, vocabulary ?? new VocabularyOptions());
        foreach (LabelledText row in train.Rows) builder.Add(row.Text);
        return DataAudit.Of(new TrainingData("t", train, validation, test), tokenizer, builder.Build(), LabelSet.From(train), encoding, texts);
    }

    static readonly Corpus Few = Rows(("a b c d", "0"), ("b c d e f", "0"), ("x y", "1"), ("A  b c D", "0"));

    [Fact]
    public void Of_CountsOfClasses_GiveImbalanceAndPerplexity()
    {
        AuditDocument audit = Audit(Few, Rows(("q", "1")));

        Assert.Equal(3, audit.Imbalance);
        Assert.Equal(Math.Exp((-0.75 * Math.Log(0.75)) - (0.25 * Math.Log(0.25))) / 2, audit.LabelPerplexity!.Value, 12);
    }

    [Fact]
    public void Of_TextsThatDifferInCaseAndBlanks_AreTheSame()
    {
        AuditDocument audit = Audit(Few, Rows(("X\tY", "1"), ("x y z", "1"), ("", "0")), Rows(("a b c d", "0")));

        Assert.Equal(0.25, audit.RepeatedShare);
        Assert.Equal((2, 1, 0.5), (audit.Validation!.Texts, audit.Validation.Repeated, audit.Validation.Share));
        Assert.Equal(0, audit.Validation.VerbatimShare);
        Assert.Equal((1, 1, 1.0, 1.0), (audit.Test!.Texts, audit.Test.Repeated, audit.Test.Share, audit.Test.VerbatimShare));
        AuditPair pair = Assert.Single(audit.Validation.Examples);
        Assert.Equal(("t.csv:4", "1", "t.csv:2", "1", 1.0, "X\tY"), (pair.First, pair.FirstLabel, pair.Second, pair.SecondLabel, pair.Similarity, pair.Text));
        Assert.Equal(1, audit.Empty);
    }

    [Fact]
    public void Of_ATextWithOneWordChanged_IsNearAndNoTwin()
    {
        string long1 = string.Join(' ', Enumerable.Range(0, 40).Select(i => $"w{i}"));
        AuditOverlap overlap = Audit(Rows((long1, "0"), ("something else that is long enough to have runs", "1")), Rows((long1 + " more", "0"), (long1.Replace("w20", "other", StringComparison.Ordinal), "0"), ("quite another text of some length", "1"))).Validation!;

        Assert.Equal((0, 2), (overlap.Repeated, overlap.Near));
        Assert.Equal(2.0 / 3, overlap.NearShare, 12);
        Assert.Equal([Math.Round(38.0 / 39, 4), Math.Round(35.0 / 41, 4)], overlap.Examples.Select(pair => pair.Similarity)); // runs: 38 and 39, all common but one; three of 38 changed
    }

    [Fact]
    public void Of_TheSameRunsInAnotherOrder_AreNotCalledTheSame()
    {
        const string circle = "a b c a b c a b c", turned = "b c a b c a b c a";
        Assert.Equal((0, 1), Overlap(circle, turned));

        static (int, int) Overlap(string train, string held) => Audit(Rows((train, "0"), ("other", "1")), Rows((held, "0"))).Validation is { } overlap ? (overlap.Repeated, overlap.Near) : default;
    }

    [Fact]
    public void Of_HalfTheWordsInCommon_IsNotNear() =>
        Assert.Equal(0, Audit(Rows(("a b c d e f g h", "0"), ("x", "1")), Rows(("a b c d e 1 2 3", "0"))).Validation!.Near);

    [Fact]
    public void Of_SameTextWithOtherLabels_IsAContradictionInAllItsRows()
    {
        AuditDocument audit = Audit(Rows(("a b c", "0"), ("a b c", "0"), ("d", "1"), ("e", "0")), Rows(("A b c", "1"), ("e", "0")));

        Assert.Equal(3, audit.Contradictory);
        Assert.Equal(0.5, audit.ContradictoryShare);
        AuditPair pair = Assert.Single(audit.ContradictoryExamples);
        Assert.Equal(("t.csv:2", "0", "t.csv:2", "1"), (pair.First, pair.FirstLabel, pair.Second, pair.SecondLabel));
    }

    [Fact]
    public void Of_LengthsAndLimit_AreThoseBeforeCutting()
    {
        AuditDocument audit = Audit(
            Rows(("a b c d", "0"), ("a b c d e f", "1"), ("a b", "0"), ("a", "0")), Rows(("a b c", "1")), encoding: new EncodingOptions { PadToLength = 3 });

        Assert.Equal((3.0, 6, 1), (audit.Lengths!.Median, audit.Lengths.Max, audit.Lengths.BinWidth));
        Assert.Equal([0, 1, 1, 1, 1, 0, 1], audit.Lengths.Histogram);
        Assert.Equal((3, 0.4, 0.6, 0.25), (audit.Truncation!.Limit, audit.Truncation.Share, audit.Truncation.ReachingShare, audit.Truncation.TokenShare));
        Assert.Equal([1.0 / 3, 0.5], audit.Truncation.ByClass);
        Assert.Equal(1.0 / 6, audit.Truncation.Association, 12); // 1 of 3 and 1 of 2: phi of the table 1 2 / 1 1
        Assert.Equal(0.5, audit.MedianPads); // 0, 0, 1, 2
        Assert.Equal(0.25, audit.PaddingShare);
    }

    [Fact]
    public void Of_NoLimitAndNoPads_SaysNothingOfThem()
    {
        AuditDocument audit = Audit(Few, Few);
        Assert.Null(audit.Truncation);
        Assert.Null(audit.MedianPads);
        Assert.Null(audit.PaddingShare);
        Assert.Null(audit.Test);
    }

    [Fact]
    public void Of_WordsBeyondTheVocabulary_AreRankedByHowOftenTheyStandInValidation()
    {
        AuditDocument audit = Audit(Rows(("a a a b b c", "0"), ("a", "1")), Rows(("c d d e", "0"), ("c c a", "1")), vocabulary: new VocabularyOptions { MaxSize = 4 });

        Assert.Equal(1.0 / 7, audit.TrainUnknownShare!.Value, 12);
        Assert.Equal(6.0 / 7, audit.ValidationUnknownShare!.Value, 12);
        Assert.Equal([new("c", 3), new("d", 2), new("e", 1)], audit.UnknownWords);
    }

    [Fact]
    public void Of_AWordThatGivesTheLabelAway_IsFoundWithItsAccuracies()
    {
        AuditToken token = Audit(
            Rows(("a b", "no"), ("c b", "no"), ("yes b", "yes"), ("a yes", "yes"), ("c a", "no"), ("b c", "yes")), Rows(("yes a", "yes"), ("b", "yes"))).BestToken!;

        Assert.Equal(("yes", "yes", "no", 2), (token.Token, token.Class, token.Otherwise, token.Texts));
        Assert.Equal((5.0 / 6, 0.5, 0.5), (token.TrainAccuracy, token.MajorityAccuracy, token.ValidationAccuracy));
    }

    [Fact]
    public void Of_NoTextsWanted_KeepsNone() =>
        Assert.All(Audit(Few, Rows(("x y", "0"), ("a b c d", "0")), texts: false).Validation!.Examples, pair => Assert.Null(pair.Text));

    [Fact]
    public void Of_OneThreadOrFour_IsTheSame()
    {
        var rng = new Rng(5);
        Corpus train = Random(2500), held = Random(1100);
        string one = Json(1), four = Json(4);
        Assert.Equal(one, four);

        string Json(int threads)
        {
            int before = Execution.Threads;
            Execution.Threads = threads;
            try
            {
                return RunJson.Write(new RunDocument { Data = new DataDocument { Audit = Audit(train, held) } });
            }
            finally
            {
                Execution.Threads = before;
            }
        }

        Corpus Random(int rows) => Rows([.. Enumerable.Range(0, rows).Select(_ => (string.Join(' ', Enumerable.Range(0, 1 + rng.Next(5)).Select(_ => $"w{rng.Next(9)}")), $"{rng.Next(2)}"))]);
    }

    [Fact]
    public void Of_RealTweets_FindsWhatIsKnownOfThem()
    {
        if (RealData.Folder is not { } data) return;
        Recipe recipe = RecipeCatalog.Get("twitter-rnn-tanh");
        PreparedData prepared = PreparedData.Encode(recipe, TrainingData.Open(recipe.Data, data));
        AuditDocument audit = DataAudit.Of(prepared, TrainedModel.Encoding(recipe.Text), texts: true, RowSample.Of(recipe), default);

        Assert.Equal(13.3, audit.Imbalance!.Value, 0.05);
        Assert.Equal(609.0 / 6393, audit.Validation!.VerbatimShare, 1e-9); // counted with a set of strings on scikit-learn's split
        Assert.Equal(0.098, audit.Validation.Share, 0.0006);
        Assert.Equal(0.1056988138215575, audit.TrainUnknownShare!.Value, 1e-9); // the tokenizer's rules and a counter in Python, the same split
        Assert.Equal(0.1255682279405796, audit.ValidationUnknownShare!.Value, 1e-9);
        Assert.Equal(0.093, audit.Truncation!.ReachingShare, 0.0006);
        Assert.Equal(11, audit.MedianPads);
        Assert.Equal(10, audit.Validation.Examples.Count);
    }
}
