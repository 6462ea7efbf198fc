using Unfold.Inspection;
using Unfold.Text;

namespace Unfold.Training.Tests;

public sealed class TextTaggerTests
{
    /// <summary>Made-up sentences: a word's ending is its tag, but for "run", which is a verb behind "to" and a noun elsewhere.</summary>
    internal static TaggedCorpus Sentences(ulong seed, int count)
    {
        Rng rng = new(seed);
        string Stem() => string.Concat(Enumerable.Range(0, 2 + rng.Next(3)).Select(_ => $"{"bcdfgklmnprst"[rng.Next(13)]}{"aeiou"[rng.Next(5)]}"));
        return new TaggedCorpus(Enumerable.Range(0, count).Select(_ =>
        {
            List<string> words = [], tags = [];
            for (int i = 2 + rng.Next(6); i > 0; i--)
            {
                (string word, string tag) = rng.Next(5) switch
                {
                    0 => (Stem() + "ness", "NOUN"),
                    1 => (Stem() + "ly", "ADV"),
                    2 => (Stem() + "ing", "VERB"),
                    3 => ("to", "PART"),
                    _ => ("run", words.Count > 0 && words[^1] == "to" ? "VERB" : "NOUN"),
                };
                words.Add(word);
                tags.Add(tag);
            }
            return new TaggedSentence(words, tags);
        }));
    }

    internal static Recipe Small(bool crf = false, int characters = 12) => TextTagger.DefaultRecipe with
    {
        Model = TextTagger.DefaultRecipe.Model with { Embedding = 8, Hidden = 16, EmbeddingDropout = 0.1, Dropout = 0.1 },
        Tagging = new TaggingRecipe { CharacterEmbedding = characters, CharacterHidden = 12, Crf = crf },
        Training = TextTagger.DefaultRecipe.Training with { Epochs = 8, LearningRate = 1e-2, BatchSize = 16 },
    };

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Train_EndingsAndContext_AreLearntForWordsNeverSeen(bool crf)
    {
        TextTagger tagger = TextTagger.Train(Sentences(1, 600), Sentences(2, 100), Small(crf));
        TaggerEvaluation judged = tagger.Evaluate(Sentences(3, 200));

        Assert.True(judged.Accuracy > 0.98, $"{judged.Accuracy}");
        Assert.True(judged.UnknownWords > 200 && judged.UnknownAccuracy > 0.97, $"{judged.UnknownWords} {judged.UnknownAccuracy}");
        Assert.Equal(["PART", "VERB", "NOUN"], tagger.Tag(["to", "run", "run"]));
        Assert.Empty(tagger.Tag([]));
    }

    [Fact]
    public void Train_WithoutCharacters_CannotTellUnknownWordsApart()
    {
        TaggerEvaluation judged = TextTagger.Train(Sentences(1, 600), Sentences(2, 100), Small(characters: 0)).Evaluate(Sentences(3, 200));
        Assert.InRange(judged.UnknownAccuracy!.Value, 0.2, 0.6);
    }

    [Fact]
    public void Train_SameSeedAndOtherThreads_GivesTheSameWeights()
    {
        double[][] runs = [.. new[] { 1, 2, 5 }.Select(threads =>
        {
            int before = Execution.Threads;
            Execution.Threads = threads;
            try
            {
                TextTagger tagger = TextTagger.Train(Sentences(1, 80), Sentences(2, 20), Small(crf: true) with { Training = Small().Training with { Epochs = 2 } });
                return tagger.Network.Parameters.SelectMany(parameter => parameter.Value.ToDoubles()).ToArray();
            }
            finally
            {
                Execution.Threads = before;
            }
        })];
        Assert.Equal(runs[0], runs[1]);
        Assert.Equal(runs[0], runs[2]);
    }

    [Fact]
    public void TrainTagger_EveryEpoch_IsInTheRunAndItsLossFalls()
    {
        Recipe recipe = Small() with { Training = Small().Training with { Epochs = 3 } };
        IReadOnlyList<EpochDocument> epochs = Trainer.TrainTagger(recipe, new TaggingData("made up", Sentences(1, 200), Sentences(2, 50), Sentences(4, 40))).Run.Epochs;

        Assert.Equal([0, 1, 2], epochs.Select(epoch => epoch.Epoch));
        Assert.True(epochs[2].Train.Loss < 0.7 * epochs[0].Train.Loss);
        Assert.True(epochs[2].Validation.Accuracy > epochs[0].Validation.Accuracy);
    }

    /// <summary>Three sentences, answers by hand: 5 of 7 right, one sentence whole, one of two unknown words right.</summary>
    [Fact]
    public void Evaluate_AnswersByHand_AreCountedRight()
    {
        TaggedSentence[] sentences = [new(["a", "b", "c"], ["X", "Y", "X"]), new(["a", "new"], ["X", "Y"]), new(["other", "b"], ["X", "Z"])];
        TaggerVocabulary vocabulary = TaggerVocabulary.Of(new TaggedCorpus([new(["a", "b", "c"], ["X", "Y", "W"])]), TextTagger.DefaultRecipe with { Text = new TextRecipe { MinCount = 1 } });
        TaggerRows rows = new(sentences, vocabulary);
        (int w, int x, int y) = (0, 1, 2);
        TaggerEvaluation judged = TaggerJudge.Evaluate(sentences, rows, [[x, y, x], [x, w], [x, y]], vocabulary, majority: x);

        Assert.Equal((3, 7, 5.0 / 7, 1.0 / 3), (judged.Sentences, judged.Words, judged.Accuracy, judged.SentenceAccuracy));
        Assert.Equal((2, 0.5, 4.0 / 7), (judged.UnknownWords, judged.UnknownAccuracy!.Value, judged.MajorityAccuracy));
        Assert.Equal([[0, 0, 0], [0, 4, 0], [1, 0, 1]], judged.Confusion);
        Assert.Equal(new TagScore("Y", 2, 1, 0.5, 2.0 / 3), judged.Tags[2]);
        Assert.Equal(new TagScore("W", 0, 0, 0, 0), judged.Tags[0]);
    }

    [Fact]
    public void TrainTagger_WithAFolder_LeavesARunThatTagsTheSame()
    {
        using TemporaryFolder folder = new();
        Recipe recipe = Small(crf: true) with { Training = Small().Training with { Epochs = 2 }, Baselines = new() { BagOfWords = false } }; // which a tagger does not look at
        TaggerResult result = Trainer.TrainTagger(recipe, new TaggingData("made up", Sentences(1, 200), Sentences(2, 50), Sentences(4, 40)), new TrainOptions { Out = folder.Path });

        RunDocument run = RunFolder.Open(folder.Path).Read();
        Assert.Equal((RunStatus.Finished, 200, 50, 40), (run.Status, run.Data.Train, run.Data.Validation, run.Data.Test));
        Assert.Equal(["ADV", "NOUN", "PART", "VERB"], run.Data.Classes);
        Assert.Equal(result.Test!.Accuracy, run.Test!.Accuracy);
        Assert.True(RecordFile.Read(Path.Combine(folder.Path, "record")).Steps.Count == 2 * 13);
        Assert.True(TextTagger.IsIn(folder.Path));
        TextTagger loaded = TextTagger.Load(folder.Path);
        TaggedCorpus others = Sentences(5, 30);
        foreach (TaggedSentence sentence in others.Sentences) Assert.Equal(result.Tagger.Tag(sentence.Words), loaded.Tag(sentence.Words));
        Assert.Equivalent(result.Tagger.Evaluate(others), loaded.Evaluate(others));
    }

    [Fact]
    public void Load_AFolderOfAClassifier_SaysSo()
    {
        using TemporaryFolder folder = new();
        File.WriteAllText(Path.Combine(folder.Path, "model.json"), "{ \"schemaVersion\": 1, \"classes\": [\"a\", \"b\"] }");
        File.WriteAllBytes(Path.Combine(folder.Path, "model.safetensors"), []);
        var error = Assert.Throws<DamagedFileException>(() => TextTagger.Load(folder.Path));
        Assert.EndsWith("model.json: expected tags, recipe, words and characters, got a file without one of them. The file is damaged or was not written by Unfold; restore it, or train again.", error.Message);
        Assert.False(TextTagger.IsIn(folder.Path));
    }

    /// <summary>Words that training never saw, without a telling character, but with a vector beside those of known words.</summary>
    [Fact]
    public void TrainTagger_WithFixedVectors_TellsUnknownWordsByThem()
    {
        using TemporaryFolder folder = new();
        string[] Words(int from, int count) => [.. Enumerable.Range(from, count).Select(i => $"w{i}")];
        string Tag(string word) => int.Parse(word[1..]) % 2 == 0 ? "EVEN" : "ODD";
        File.WriteAllLines(folder["v.txt"], Words(100, 200).Select(word => $"{word} {(Tag(word) == "EVEN" ? "1 0.5" : "-1 0.5")} 0.1"));
        TaggedCorpus Corpus(int from, int count, ulong seed)
        {
            Rng rng = new(seed);
            return new TaggedCorpus(Enumerable.Range(0, count).Select(_ =>
            {
                string[] words = [.. Enumerable.Range(0, 4).Select(_ => $"w{from + rng.Next(100)}")];
                return new TaggedSentence(words, [.. words.Select(Tag)]);
            }));
        }
        Recipe recipe = Small(characters: 0) with { Training = Small().Training with { Epochs = 4 } };
        WordVectors vectors = WordVectors.Read(folder["v.txt"]);
        TaggerResult result = Trainer.TrainTagger(recipe, new TaggingData("vectors", Corpus(100, 200, 1), Corpus(100, 40, 2), Corpus(200, 40, 3), Vectors: vectors), new TrainOptions { Out = folder["run"] });

        Assert.True(result.Test!.UnknownAccuracy > 0.95, $"{result.Test.UnknownAccuracy}");
        Assert.Equal(3, result.Tagger.Network.VectorWidth);
        Assert.Equal(vectors["w150"].ToArray(), result.Tagger.Network.Parameters.Single(parameter => parameter.Name == "vectors.weight").Value.ToFloats()[(3 * (2 + 50))..(3 * (2 + 51))]);
        TextTagger loaded = TextTagger.Load(folder["run"]);
        Assert.Equal(result.Tagger.Tag(["w200", "w201", "w999"]), loaded.Tag(["w200", "w201", "w999"]));
    }
}
