namespace Unfold.Text.Tests;

public sealed class SyntheticTests
{
    [Fact]
    public void LongMemory_AnyLag_FirstWordIsTheLabelAndBothWordsLead()
    {
        Corpus corpus = LongMemory.Generate(200, lag: 7, new Rng(1));

        Assert.Equal(200, corpus.Count);
        Assert.Equal(100, corpus.Rows.Count(row => row.Label == "left"));
        Assert.All(corpus.Rows, row =>
        {
            string[] words = row.Text.Split(' ');
            Assert.Equal(9, words.Length);
            Assert.Equal(row.Label, words[0]);
            Assert.Equal(["left", "right"], words[..2].Order(StringComparer.Ordinal));
            Assert.DoesNotContain(words[2..], word => LongMemory.Labels.Contains(word, StringComparer.Ordinal));
        });
    }

    [Fact]
    public void Generate_SameSeed_SameTexts()
    {
        Assert.Equal(LongMemory.Generate(50, 5, new Rng(3)).Rows, LongMemory.Generate(50, 5, new Rng(3)).Rows);
        Assert.Equal(NegatedReviews.Generate(50, new Rng(3)).Rows, NegatedReviews.Generate(50, new Rng(3)).Rows);
        Assert.NotEqual(NegatedReviews.Generate(50, new Rng(3)).Rows, NegatedReviews.Generate(50, new Rng(4)).Rows);
    }

    [Fact]
    public void NegatedReviews_TwoThousand_AllDifferentAndHalfPositive()
    {
        Corpus corpus = NegatedReviews.Generate(2000, new Rng(1));

        Assert.Equal(2000, corpus.Rows.Select(row => row.Text).Distinct(StringComparer.Ordinal).Count());
        Assert.Equal(1000, corpus.Rows.Count(row => row.Label == "positive"));
    }

    [Fact]
    public void NegatedReviews_AnyReview_ReadingTheNegationsGivesTheLabel()
    {
        string[] good = ["good", "great", "lovely", "charming", "brilliant", "pleasant", "superb", "wonderful"];
        string[] bad = ["bad", "awful", "dull", "boring", "terrible", "poor", "dreadful", "horrible"];
        foreach (LabelledText row in NegatedReviews.Generate(1000, new Rng(5)).Rows)
        {
            string[] words = row.Text.Split(' ');
            var opinions = new List<bool>();
            bool negated = false;
            foreach (string word in words)
            {
                if (word is "," or "but" or "if") negated = false;
                if (word == "not") negated = true;
                if (good.Contains(word, StringComparer.Ordinal) || bad.Contains(word, StringComparer.Ordinal))
                    opinions.Add(good.Contains(word, StringComparer.Ordinal) != negated);
            }
            bool decisive = words[0] == "people" ? opinions[^1] : opinions[0];
            Assert.True(decisive == (row.Label == "positive"), $"seed 5: {row.Text} is {row.Label}");
        }
    }

    [Fact]
    public void NegatedReviews_EverySingleWord_SaysAlmostNothing()
    {
        LabelledText[] rows = [.. NegatedReviews.Generate(8000, new Rng(2)).Rows];
        foreach (string word in (string[])["not", "good", "bad", "at", "really", "but", "people"])
        {
            LabelledText[] with = [.. rows.Where(row => row.Text.Split(' ').Contains(word, StringComparer.Ordinal))];
            double positive = (double)with.Count(row => row.Label == "positive") / with.Length;
            Assert.InRange(positive, 0.44, 0.56);
        }
    }
}
