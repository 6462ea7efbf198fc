using Unfold.Nn;

namespace Unfold.Inspection.Tests;

/// <summary>The weight of words, against differences and plain passes of the same model.</summary>
public sealed class TokenSaliencyTests
{
    /// <summary>f where the word vectors are these.</summary>
    static double F(TextNet net, double[] vectors, int length, int explained) => Tape.NoGrad(() =>
    {
        SequenceTensor x = new(SequenceLayout.Of([length]), Tensor.From(vectors, new Shape(length, vectors.Length / length)));
        return net.Output.Forward(net.Recurrent.Forward(x).Final()).ToDoubles()[explained];
    });

    static double[] Vectors(TextNet net, int[] text)
    {
        double[] table = net.Embedding.Weight.Value.ToDoubles();
        return [.. text.SelectMany(word => table[(word * 5)..((word + 1) * 5)])];
    }

    [Theory]
    [InlineData("rnn", 1)]
    [InlineData("lstm", 3)]
    [InlineData("gru", 1)]
    public void Explain_EveryCell_IsWhatDifferencesSay(string cell, int classes)
    {
        TextNet net = new(cell, classes: classes, options: new RecurrentOptions { Bidirectional = true });
        net.To(DType.Float64);
        int[] text = TextNet.Texts(6, 30, [7])[0];
        double[] x = Vectors(net, text);
        TextSaliency saliency = new TokenSaliency(net, net.Embedding, net.Forward).Explain(text);

        int column = classes == 1 ? 0 : Enumerable.Range(0, 3).MaxBy(c => F(net, x, 7, c));
        Assert.Equal(classes == 1 ? 1 : column, saliency.Class);
        double whole = F(net, x, 7, column);
        Assert.Equal(whole, saliency.Logit, 1e-12);
        Assert.Equal(F(net, new double[x.Length], 7, column), saliency.Baseline, 1e-12);
        double odds = classes == 1 ? 1 : Enumerable.Range(0, 3).Sum(c => Math.Exp(F(net, x, 7, c)));
        Assert.Equal(classes == 1 ? 1 / (1 + Math.Exp(-whole)) : Math.Exp(whole) / odds, saliency.Probability, 1e-12);
        for (int t = 0; t < 7; t++)
        {
            double squares = 0, product = 0;
            for (int e = 0; e < 5; e++)
            {
                (double[] up, double[] down) = ([.. x], [.. x]);
                (up[(t * 5) + e], down[(t * 5) + e]) = (up[(t * 5) + e] + 1e-6, down[(t * 5) + e] - 1e-6);
                double slope = (F(net, up, 7, column) - F(net, down, 7, column)) / 2e-6;
                (squares, product) = (squares + (slope * slope), product + (slope * x[(t * 5) + e]));
            }
            Assert.Equal(Math.Sqrt(squares), saliency.GradientNorm[t], 1e-7);
            Assert.Equal(product, saliency.GradientInput[t], 1e-7);
            int[] without = [.. text[..t], .. text[(t + 1)..]];
            Assert.Equal(whole - F(net, Vectors(net, without), 6, column), saliency.Occlusion[t], 1e-12);
            Assert.Equal(F(net, Vectors(net, text[..(t + 1)]), t + 1, column), saliency.Valence[t], 1e-12);
        }
        Assert.Equal(whole, saliency.Valence[^1], 1e-12);
    }

    [Theory]
    [InlineData("lstm", 1)]
    [InlineData("gru", 3)]
    public void Explain_FewTokensAtOnce_IsTheSameToTheBit(string cell, int classes)
    {
        TextNet net = new(cell, classes: classes);
        int[] text = TextNet.Texts(6, 30, [11])[0];
        TextSaliency whole = new TokenSaliency(net, net.Embedding, net.Forward).Explain(text), parts = new TokenSaliency(net, net.Embedding, net.Forward) { MostTokensAtOnce = 35 }.Explain(text);

        Assert.Equal((whole.Logit, whole.Baseline, whole.Class), (parts.Logit, parts.Baseline, parts.Class));
        Assert.All([(whole.GradientNorm, parts.GradientNorm), (whole.GradientInput, parts.GradientInput), (whole.Integrated, parts.Integrated), (whole.Occlusion, parts.Occlusion), (whole.Valence, parts.Valence)],
            pair => Assert.Equal(pair.Item1, pair.Item2));
    }

    [Theory]
    [InlineData("rnn", Activation.Tanh)]
    [InlineData("rnn", Activation.Relu)]
    [InlineData("lstm", Activation.Tanh)]
    public void Integrated_OverAllTokens_IsComplete(string cell, Activation activation)
    {
        TextNet net = new(cell, activation: activation, hidden: 16);
        TokenSaliency saliency = new(net, net.Embedding, net.Forward);
        foreach (TextSaliency text in TextNet.Texts(8, 30, [3, 9, 25, 1]).Select(saliency.Explain))
            Assert.Equal(text.Logit - text.Baseline, text.Integrated.Sum(), 0.01 * Math.Abs(text.Logit - text.Baseline));
    }

    [Fact]
    public void Integrated_OfOneToken_IsTheIntegralAlongTheLine()
    {
        TextNet net = new("gru");
        net.To(DType.Float64);
        int[] text = TextNet.Texts(6, 30, [3])[0];
        double[] x = Vectors(net, text);
        double sum = 0;
        const int Points = 4000;
        for (int k = 0; k < Points; k++) // the derivative by the second word's scale, with the others moving along
        {
            double at = (k + 0.5) / Points;
            (double[] up, double[] down) = ([.. x.Select(value => value * at)], [.. x.Select(value => value * at)]);
            for (int e = 5; e < 10; e++)
                (up[e], down[e]) = (up[e] + (1e-5 * x[e]), down[e] - (1e-5 * x[e]));
            sum += (F(net, up, 3, 0) - F(net, down, 3, 0)) / 2e-5 / Points;
        }
        Assert.Equal(sum, new TokenSaliency(net, net.Embedding, net.Forward).Explain(text).Integrated[1], 1e-6);
    }

    [Fact]
    public void Explain_AnyModel_LeavesItAlone()
    {
        TextNet net = new("rnn");
        double[][] before = [.. net.Parameters.Select(parameter => parameter.Value.ToDoubles())];
        new TokenSaliency(net, net.Embedding, net.Forward).Explain([3, 4, 5]);
        Assert.Equal(before, net.Parameters.Select(parameter => parameter.Value.ToDoubles()));
        Assert.All(net.Parameters, parameter => Assert.True(parameter.Gradient.IsEmpty));
        Assert.True(net.Training);
        Assert.Null(net.Embedding.Watcher);
    }

    [Fact]
    public void Explain_AnEmptyText_SaysSo()
    {
        TextNet net = new("rnn");
        Assert.StartsWith(
            "TokenSaliency.Explain: expected a text of at least one token, got an empty one. There is nothing to explain in it.",
            Assert.Throws<ArgumentException>(() => new TokenSaliency(net, net.Embedding, net.Forward).Explain([])).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void Words_OverEpochs_AreOfTheSameTextsAndReadBack()
    {
        TextNet net = new("rnn");
        int[][] texts = TextNet.Texts(5, 30, [5, 9, 3, 7, 6, 4, 8, 2, 5, 6], padTo: 10);
        int[] labels = [0, 1, 1, 0, 1, 0, 1, 0, 0, 1];
        Probe probe = new(texts, labels, net.Forward) { Padding = 0, Word = id => $"w{id}", Classes = ["bad", "good"] };
        using Inspector inspector = new Inspector(new Words()) { Probe = probe, ProbeBudget = double.PositiveInfinity }.Attach(net);
        inspector.TickEpoch();
        Span<float> output = net.Output.Weight.Value.Span<float>();
        for (int i = 0; i < output.Length; i++)
            output[i] = -output[i];
        inspector.TickEpoch();

        RecordNote[] notes = [.. inspector.ReadRecord().Notes.Where(note => note.Key.Lens == "words")];
        Assert.Equal([0, 1], notes.Select(note => note.Epoch));
        IReadOnlyList<ExplainedText> first = ExplainedText.FromJson(notes[0].Json), second = ExplainedText.FromJson(notes[1].Json);
        Assert.Equal(6, first.Count);
        Assert.Equal(first.Select(text => text.Text), second.Select(text => text.Text));
        Assert.NotEqual(first.Select(text => text.Probability), second.Select(text => text.Probability));

        TextNet fresh = new("rnn");
        double[] probabilities = [.. texts.Select(text => 1 / (1 + Math.Exp(-fresh.PlainLogits(text)[0])))];
        double[] losses = [.. probabilities.Select((p, i) => -Math.Log(labels[i] == 1 ? p : 1 - p))];
        string Text(int i) => string.Join(' ', texts[i].Where(id => id != 0).Select(id => $"w{id}"));
        Assert.Equal(Text(Array.IndexOf(losses, losses.Max())), first[0].Text);
        Assert.Equal(Text(Array.IndexOf(losses, losses.Min())), first[1].Text);
        Assert.Equal(6, first.Select(text => text.Text).Distinct().Count());

        int worst = Array.IndexOf(losses, losses.Max());
        Assert.Equal((probe.ClassName(labels[worst]), "good"), (first[0].Label, first[0].Class));
        Assert.Equal(probabilities[worst], first[0].Probability, 1e-5);
        Assert.Equal(texts[worst].Select(id => id == 0), first[0].Tokens.Select(token => token.Padding));
        TextSaliency direct = new TokenSaliency(fresh, fresh.Embedding, fresh.Forward).Explain(texts[worst]);
        for (int t = 0; t < 10; t++)
        {
            ExplainedToken token = first[0].Tokens[t];
            Assert.Equal($"w{texts[worst][t]}", token.Token);
            Assert.Equal(
                (direct.GradientNorm[t], direct.GradientInput[t], direct.Integrated[t], direct.Occlusion[t], direct.Valence[t]),
                (token.GradientNorm, token.GradientInput, token.Integrated, token.Occlusion, token.Valence), Close);
        }
        Assert.Contains("\"gradientNorm\":", notes[0].Json, StringComparison.Ordinal);
        Assert.Contains("\"valence\":", notes[0].Json, StringComparison.Ordinal);
    }

    static bool Close((double A, double B, double C, double D, double E) x, (double A, double B, double C, double D, double E) y) =>
        Math.Abs(x.A - y.A) + Math.Abs(x.B - y.B) + Math.Abs(x.C - y.C) + Math.Abs(x.D - y.D) + Math.Abs(x.E - y.E) < 1e-5;

    [Fact]
    public void Words_WhereLossesAreNaN_AreWritten()
    {
        TextNet net = new("rnn");
        net.Output.Weight.Value.Span<float>().Fill(float.NaN);
        RecordFile record = net.Look(net.Probe(TextNet.Texts(5, 30, [5, 3])), new Words());
        Assert.All(ExplainedText.FromJson(record.Notes.First(note => note.Key.Lens == "words").Json), text => Assert.True(float.IsNaN(text.Probability)));
    }

    [Fact]
    public void Words_LongTexts_AreLeftOutWhileThereAreOthers()
    {
        TextNet net = new("rnn");
        RecordFile record = net.Look(net.Probe(TextNet.Texts(5, 30, [5, 40, 3])), new Words(mostTokens: 10));
        Assert.Equal([3, 5], ExplainedText.FromJson(record.Notes.First(note => note.Key.Lens == "words").Json).Select(text => text.Tokens.Count).Order());
    }
}
