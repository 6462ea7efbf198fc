using Unfold.Nn;

namespace Unfold.Training.Tests;

public sealed class TextModelTests
{
    static readonly int[][] Texts = [[2, 3, 4, 5], [6, 2, 3, 7]];

    static TextModel Make(ModelRecipe recipe, int vocabulary = 10, int classes = 2, int steps = 0) => new(recipe, vocabulary, classes, new Rng(5), steps: steps);

    static double[] Logits(TextModel network, params int[][] texts) => Tape.NoGrad(() => network.Forward(SequenceBatch.FromIds(texts))).ToDoubles();

    /// <summary>The counts that the seeds print or that follow from their code.</summary>
    [Theory]
    [InlineData("imdb-ff-ids", 10_000, 125_501)]
    [InlineData("imdb-ff", 10_000, 13_500_501)]
    [InlineData("imdb-rnn-exchanged", 10_000, 1_070_201)]
    [InlineData("imdb-lstm-exchanged", 10_000, 1_130_801)]
    [InlineData("agnews-rnn", 95_811, 6_135_172)]
    [InlineData("agnews-lstm", 95_811, 6_144_580)]
    [InlineData("twitter-rnn-tanh", 10_000, 322_145)]
    public void ParameterCount_PublishedModels_IsAsPublished(string name, int vocabulary, long parameters)
    {
        Recipe recipe = RecipeCatalog.Get(name);
        var network = PreparedData.NewNetwork(recipe, Text.Vocabulary.FromTokens(((string[])["<pad>", "<unk>"]).Concat(Enumerable.Range(2, vocabulary - 2).Select(i => $"{i}"))), recipe.Data.Name == "ag_news_csv" ? 4 : 2, new Rng(1));

        Assert.Equal(parameters, network.ParameterCount);
    }

    /// <summary>Vectors of 100 numbers, as the course has them; they are frozen and do not count.</summary>
    [Theory]
    [InlineData("imdb-glove-rnn", 0, 29_569)]
    [InlineData("imdb-glove-mlp", 64, 37_761 + 200 + 256)] // two layer norms that really are parameters
    [InlineData("imdb-glove-rnn", 100, 42_441)]
    public void ParameterCount_TheCoursesModels_IsAsPrintedThere(string name, int head, long parameters)
    {
        ModelRecipe model = RecipeCatalog.Get(name).Model with { Embedding = 100, Head = head };

        Assert.Equal(parameters, Make(model, steps: 500).ParameterCount);
    }

    [Fact]
    public void Forward_Exchanged_MixesTheTextsOfABatch()
    {
        ModelRecipe recipe = new() { Embedding = 3, Hidden = 4, Cell = CellKind.Rnn, ReadOut = ReadOutKind.Flat };
        (TextModel right, TextModel wrong) = (Make(recipe, steps: 4), Make(recipe with { Exchanged = true }, steps: 4));

        Assert.Equal(Logits(right, Texts)[1], Logits(right, Texts[1])[0], 1e-6);
        Assert.True(Math.Abs(Logits(wrong, Texts)[1] - Logits(wrong, Texts[1])[0]) > 1e-3);
        // exchanged, a lone text is four texts of one step each: no state is carried from word to word, so the order of words only moves columns
        Assert.Equal(1, AxesExchange.Of(new SequenceTensor(SequenceBatch.FromIds([Texts[0]]).Layout, Tensor.Zeros(new Shape(4, 3)))).Layout.MaxLength);
    }

    [Fact]
    public void AxesExchange_Twice_IsWhereItWas()
    {
        SequenceBatch batch = SequenceBatch.FromIds([[1, 2, 3], [4, 5, 6]]);
        var x = new SequenceTensor(batch.Layout, Tensor.From(batch.Ids.ToArray().Select(id => (double)id).ToArray(), new Shape(6, 1)));
        SequenceTensor exchanged = AxesExchange.Of(x);

        Assert.Equal((3, 2), (exchanged.Layout.Count, exchanged.Layout.MaxLength));
        Assert.Equal(4, exchanged.Values.ToDoubles()[exchanged.Layout.Row(0, 1)]); // the first place of the second text
        Assert.Equal(x.Values.ToDoubles(), AxesExchange.Of(exchanged, x.Layout).Values.ToDoubles());
    }

    [Fact]
    public void Forward_Bigrams_TellOrdersApartThatWordVectorsCannot()
    {
        ModelRecipe recipe = new() { Embedding = 3, Cell = CellKind.None, ReadOut = ReadOutKind.Mean };
        (TextModel words, TextModel pairs) = (Make(recipe), Make(recipe with { Bigrams = 2, BigramRows = 1000 }));
        Assert.Equal(Logits(words, [2, 3, 4])[0], Logits(words, [4, 3, 2])[0], 1e-6);
        Assert.True(Math.Abs(Logits(pairs, [2, 3, 4])[0] - Logits(pairs, [4, 3, 2])[0]) > 1e-3);
        Assert.Equal(words.ParameterCount + (1000 * 2) + 2, pairs.ParameterCount);
        Assert.Equal(["embedding.weight", "bigrams.weight", "fc.weight", "fc.bias"], pairs.Parameters.Select(parameter => parameter.Name));
    }

    [Fact]
    public void AxesExchange_TextsOfSeveralLengths_SaysWhatIsNeeded()
    {
        var x = new SequenceTensor(SequenceBatch.FromIds([[1, 2, 3], [4]]).Layout, Tensor.Zeros(new Shape(4, 1)));
        var error = Assert.Throws<DataException>(() => AxesExchange.Of(x));
        Assert.Equal("model.exchanged: expected texts of one length, got 4 words in 2 texts of at most 3. Set text.padToLength.", error.Message);
    }

    [Fact]
    public void ReadOut_EachKind_IsWhatItSays()
    {
        SequenceLayout layout = SequenceLayout.Of([2, 1]);
        double[] values = [1, -1, 5, 6, 3, -7]; // packed: first steps of both texts, then the second step of the first
        var states = new SequenceTensor(layout, Tensor.From(values, new Shape(3, 2)));

        Assert.Equal([3, -7, 5, 6], Of(ReadOutKind.Last, bothWays: false));
        Assert.Equal([3, -1, 5, 6], Of(ReadOutKind.Last, bothWays: true)); // the second feature is of the direction that ends at the first word
        Assert.Equal([2, -4, 3, -1, 5, 6, 5, 6], Of(ReadOutKind.MeanMax, bothWays: false));
        Assert.Equal([3, -7, 2, -4, 3, -1, 5, 6, 5, 6, 5, 6], Of(ReadOutKind.All, bothWays: false));
        Assert.Equal([1, -1, 3, -7, 0, 0, 5, 6, 0, 0, 0, 0], Of(ReadOutKind.Flat, bothWays: false));

        double[] Of(ReadOutKind kind, bool bothWays) => new TextReadOut(kind, features: 2, bothWays, steps: 3).Of(states, final: null).ToDoubles();
    }

    [Theory]
    [InlineData(ReadOutKind.Attention)]
    [InlineData(ReadOutKind.ScaledAttention)]
    [InlineData(ReadOutKind.AdditiveAttention)]
    public void Forward_Attention_DoesNotDependOnTheOtherTextsOfABatch(ReadOutKind kind)
    {
        TextModel network = Make(new ModelRecipe { Embedding = 3, Hidden = 4, ReadOut = kind, Bidirectional = true, OutputNorm = NormKind.Layer });

        Assert.Equal(Logits(network, [2, 3], [4, 5, 6, 7])[0], Logits(network, [2, 3])[0], 1e-6);
    }

    [Fact]
    public void Forward_ConvolutionAndPool_LeaveShorterTextsForTheLstm()
    {
        TextModel network = Make(RecipeCatalog.Get("imdb-cnn-lstm").Model);

        Assert.Equal(2, Logits(network, [2, 3, 4, 5, 6, 7, 8, 9, 2], [3]).Length);
        Assert.Contains(network.Parameters, parameter => parameter.Name == "conv.weight" && parameter.Shape == new Shape(64, 100, 5));
    }

    [Theory]
    [InlineData(InitializationKind.Xavier)]
    [InlineData(InitializationKind.He)]
    [InlineData(InitializationKind.Orthogonal)]
    public void Initialization_StackedGates_AreDrawnOneByOne(InitializationKind kind)
    {
        TextModel network = Make(new ModelRecipe { Embedding = 50, Hidden = 40, Cell = CellKind.Lstm, Initialization = kind });
        Parameter recurrent = network.Parameters.Single(parameter => parameter.Name == "lstm.weight_hh_l0"), inputs = network.Parameters.Single(parameter => parameter.Name == "lstm.weight_ih_l0");

        double bound = kind == InitializationKind.He ? Math.Sqrt(6.0 / 50) : Math.Sqrt(6.0 / 90); // of a gate [40, 50]
        Assert.InRange(inputs.Value.ToDoubles().Max(Math.Abs), 0.98 * bound, bound);
        if (kind != InitializationKind.Orthogonal) return;
        double[] gate = recurrent.Value.ToDoubles()[1600..3200];
        for (int row = 0; row < 3; row++)
        {
            for (int other = 0; other < 3; other++)
                Assert.Equal(row == other ? 1 : 0, Enumerable.Range(0, 40).Sum(i => gate[(row * 40) + i] * gate[(other * 40) + i]), 1e-5);
        }
    }

    [Fact]
    public void Train_WithVectors_BeginsWithThemAndLeavesFrozenOnesAlone()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder["vectors.txt"], "great 1 2\nawful -1 -2\nfilm 0.5 0\n");
        Recipe recipe = Reviews.Recipe with
        {
            Text = Reviews.Recipe.Text with { Vocabulary = VocabularySource.Vectors, Unknown = UnknownWords.Drop },
            Model = Reviews.Recipe.Model with { Embedding = 2, Vectors = folder["vectors.txt"], Frozen = FrozenWords.All },
        };
        TrainResult result = Trainer.Train(recipe, Reviews.Data(), new TrainOptions { Out = folder["run"] });
        float[] table = result.Classifier.Network.Embedding!.Weight.Value.ToFloats();

        Assert.Equal([0, 0, 0, 0, 1, 2, -1, -2, 0.5f, 0], table); // pad and unknown have none
        Assert.Equal(1, result.Run.Data.VectorWords);
        Assert.InRange(result.Run.Data.VectorTokens!.Value, 0.1, 0.9);
        Assert.Equal(result.Run.Data.VectorTokens.Value, 1 - (double)Count(word => word is not ("great" or "awful" or "film")) / Count(_ => true), 1e-12);
        Assert.Contains("vectors.txt", result.Run.Data.Fingerprints!.Keys);
        File.Delete(folder["vectors.txt"]); // the weights are in the run
        Assert.Equal(result.Classifier.Predict("a great film").Label, TextClassifier.Load(folder["run"]).Predict("a great film").Label);

        static int Count(Func<string, bool> counts) => Reviews.Data().Train.Rows.Sum(row => row.Text.Split(' ').Count(counts));
    }

    [Fact]
    public void Train_FoundVectorsFrozen_TrainsTheOthers()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder["vectors.txt"], "great 1 2\nawful -1 -2\n");
        Recipe recipe = Reviews.Recipe with { Model = Reviews.Recipe.Model with { Embedding = 2, Vectors = folder["vectors.txt"], Frozen = FrozenWords.Found } };
        PreparedData data = PreparedData.Encode(recipe, Reviews.Data());
        float[] before = data.NewNetwork(recipe, new Rng(recipe.Seed).Fork("model")).Embedding!.Weight.Value.ToFloats(), after = Trainer.Train(recipe, Reviews.Data()).Classifier.Network.Embedding!.Weight.Value.ToFloats();

        for (int row = data.Vocabulary.SpecialCount; row < data.Vocabulary.Count; row++)
        {
            bool frozen = data.Vocabulary[row] is "great" or "awful";
            Assert.Equal(frozen, before.AsSpan(2 * row, 2).SequenceEqual(after.AsSpan(2 * row, 2)));
        }
    }

    [Fact]
    public void Train_VectorsOfAnotherWidth_SaysWhichSettingToChange()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder["vectors.txt"], "great 1 2 3\n");
        Recipe recipe = Reviews.Recipe with { Model = Reviews.Recipe.Model with { Vectors = folder["vectors.txt"] } };
        var error = Assert.Throws<RecipeException>(() => Trainer.Train(recipe, Reviews.Data()));
        Assert.Equal($"model.embedding: expected 3, the width of the vectors in {folder["vectors.txt"]}, got 8. Set model.embedding=3, or name another file.", error.Message);
    }
}
