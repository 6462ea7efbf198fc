using Unfold.Text;

namespace Unfold.Doctor.Tests;

/// <summary>Small tasks that a model of sixteen units learns in some hundred steps; the same seed makes the same texts.</summary>
static class Tasks
{
    static readonly string[] Neutral = ["the", "film", "plot", "actor", "was", "and", "a", "scene", "with", "music", "by", "of"];
    static readonly string[] Good = ["great", "lovely", "superb"];
    static readonly string[] Bad = ["awful", "dull", "broken"];

    /// <summary>Four to nine words; one of them is good or bad and decides. Easy: a bag of words knows it.</summary>
    /// <param name="seed">Where the texts come from.</param>
    /// <param name="train">Texts to train on; a third of it to validate.</param>
    /// <param name="good">The share of good ones: 0.5 is balanced.</param>
    /// <param name="wrong">The share of training labels that are turned round: noise that nothing can learn.</param>
    public static TextTask Opinions(ulong seed, int train = 480, double good = 0.5, double wrong = 0) =>
        Make("opinions", seed, train, (rng, held) =>
        {
            bool isGood = rng.NextDouble() < good;
            string[] words = Filler(rng, 4 + rng.Next(6));
            words[rng.Next(words.Length)] = Pick(rng, isGood ? Good : Bad);
            bool turned = !held && rng.NextDouble() < wrong;
            return new(string.Join(' ', words), isGood != turned ? "good" : "bad");
        });

    /// <summary>Four to nine words, a good and a bad one among them; the one that comes first decides. No bag of words knows it.</summary>
    public static TextTask WordOrder(ulong seed, int train = 640, double good = 0.5) =>
        Make("word order", seed, train, (rng, _) =>
        {
            bool isGood = rng.NextDouble() < good;
            string[] words = Filler(rng, 4 + rng.Next(6));
            int first = rng.Next(words.Length - 1), second = first + 1 + rng.Next(words.Length - 1 - first);
            (words[first], words[second]) = isGood ? (Good[0], Bad[0]) : (Bad[0], Good[0]);
            return new(string.Join(' ', words), isGood ? "good" : "bad");
        });

    /// <summary>The first word decides; so many words that mean nothing follow. Needs a memory as long as that.</summary>
    public static TextTask FirstWord(ulong seed, int lag, int train = 640) =>
        Make($"first word of {lag + 1}", seed, train, (rng, _) =>
        {
            bool isGood = rng.Next(2) == 0;
            return new(string.Join(' ', [Pick(rng, isGood ? Good : Bad), .. Filler(rng, lag)]), isGood ? "good" : "bad");
        });

    /// <summary>As many classes as asked for; each has a word of its own among four to nine.</summary>
    /// <param name="seed">Where the texts come from.</param>
    /// <param name="classes">How many classes.</param>
    /// <param name="train">Texts to train on; a third of it to validate.</param>
    /// <param name="wrong">The share of training labels that are drawn anew.</param>
    public static TextTask Topics(ulong seed, int classes, int train = 480, double wrong = 0) =>
        Make($"{classes} topics", seed, train, (rng, held) =>
        {
            int topic = rng.Next(classes);
            string[] words = Filler(rng, 4 + rng.Next(6));
            words[rng.Next(words.Length)] = $"word{topic}";
            topic = wrong > 0 && !held && rng.NextDouble() < wrong ? rng.Next(classes) : topic;
            return new(string.Join(' ', words), $"topic{topic}");
        });

    /// <summary>Tweets from the public set, 7 % of them hateful; a made-up task of that imbalance where the data is not there.</summary>
    public static TextTask Tweets(ulong seed, int train = 960)
    {
        if (TweetRows.Value is not { } rows)
            return Opinions(seed, train, good: 0.07) with { Name = "tweets (made up)" };
        LabelledText[] shuffled = [.. rows];
        new Rng(seed).Fork("tweets").Shuffle<LabelledText>(shuffled);
        return new("tweets", shuffled[..train], shuffled[train..(train + (train / 3))]);
    }

    static readonly Lazy<IReadOnlyList<LabelledText>?> TweetRows = new(() => RealData.Folder is { } folder
        ? new CsvSource(Path.Combine(folder, "twitter", "twitter.csv"), new CsvOptions { Text = ["tweet"], Label = "label" }).Read(CancellationToken.None).Rows : null);

    static TextTask Make(string name, ulong seed, int train, Func<Rng, bool, LabelledText> row)
    {
        Rng rng = new Rng(seed).Fork(name);
        return new(name, [.. Enumerable.Range(0, train).Select(_ => row(rng, false))], [.. Enumerable.Range(0, train / 3).Select(_ => row(rng, true))]);
    }

    static string[] Filler(Rng rng, int count) => [.. Enumerable.Range(0, count).Select(_ => Pick(rng, Neutral))];

    static string Pick(Rng rng, string[] words) => words[rng.Next(words.Length)];
}
