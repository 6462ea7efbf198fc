using Unfold.Lab;
using Unfold.Nn;

namespace Unfold.Inspection.Tests;

public sealed class LabExhibitTests
{
    static readonly string[] Words = ["the", "cat", "saw", "the", "dog"], Tags = ["DET", "NOUN", "VERB"];
    static readonly int[] Ids = [2, 0, 3, 2, 1], Gold = [0, 1, 2, 0, 1];

    static PlainRnn Model(Activation activation = Activation.Sigmoid) => new(6, 4, 3, 3, new NumpyRandom(1234), activation);

    static LabDocument Exhibit(LabSettings? settings = null) => LabExhibit.Of(Model(), "fresh", Words, Ids, Gold, Tags, settings);

    [Fact]
    public void Of_ASentence_HasEveryPart()
    {
        PlainRnn model = Model();
        double[] before = [.. model.Layers.SelectMany(layer => layer.Values.Cast<double>())];
        LabDocument lab = LabExhibit.Of(model, "fresh", Words, Ids, Gold, Tags);

        Assert.Equal(before, model.Layers.SelectMany(layer => layer.Values.Cast<double>()));
        Assert.Equal(model.Loss(Ids, Gold), lab.Loss);
        Assert.Equal(("sigmoid", 6, 4, 3), (lab.Activation, lab.Vocabulary, lab.Embedding, lab.Hidden));
        Assert.Equal(Words, lab.Steps.Select(step => step.Word));
        Assert.Equal(["DET", "NOUN", "VERB", "DET", "NOUN"], lab.Steps.Select(step => step.Tag));
        Assert.Equal(model.Predict(Ids).Select(tag => Tags[tag]), lab.Steps.Select(step => step.Predicted));
        Assert.Equal(1, lab.Steps[^1].ProductNorm);
        Assert.Equal(Unfolding.Norm(lab.Steps[^1].Local), lab.Steps[^1].LastOnly, 1e-15);
        Assert.Equal(lab.Steps[^1].JacobianNorm, SingularValues.Of([.. lab.LastJacobian.SelectMany(row => row)], 3, 3)[0], 1e-14);
        Assert.Equal(lab.Steps[0].ProductNorm, SingularValues.Of([.. lab.WholeProduct.SelectMany(row => row)], 3, 3)[0], 1e-14);
        Assert.Equal(["W_y", "W_h", "W_x", "W_e"], lab.Curves.Select(curve => curve.Parameter));
        Assert.Equal(("DET", "", "", "the", 2), (lab.Curves[0].RowName, lab.Curves[1].RowName, lab.Curves[2].RowName, lab.Curves[3].RowName, lab.Curves[3].Row));
        Assert.Contains(model.Wy[0, 0], lab.Curves[0].Curve.Weights);
        Assert.All(lab.Comparisons, entry => Assert.InRange(entry.MaxRelative, 0, entry.Way == "central differences" ? 1e-6 : 1e-9));
        Assert.Equal(["sigmoid", "tanh", "relu"], lab.Lags.Where(lag => !lag.Fresh).Select(lag => lag.Name));
        Assert.Equal(["sigmoid", "tanh", "relu", "gru", "lstm", "lstm, forget bias 1"], lab.Lags.Where(lag => lag.Fresh).Select(lag => lag.Name));
        Assert.All(lab.Lags, lag => Assert.Equal(40, lag.Product.Count));
    }

    /// <summary>What goes over the steps and what goes over the lag is one thing: on the sentence itself, the tagger's own line is the steps' products read backwards.</summary>
    [Fact]
    public void Of_TheSentenceReadOnce_HasTheStepsProductsAsItsLine()
    {
        LabDocument lab = Exhibit(new LabSettings { Lags = 1 });
        double[] line = [.. lab.Lags.Single(lag => !lag.Fresh && lag.Name == "sigmoid").Product];
        Assert.Equal(5, line.Length);
        for (int lag = 0; lag < 5; lag++) Assert.Equal(lab.Steps[4 - lag].ProductNorm, line[lag], 1e-12 * line[lag]);
    }

    [Fact]
    public void Of_TheMaps_AreTheGradientsOfTheSentencesRows()
    {
        PlainRnnGradients gradients = Model().Backward(Ids, Gold);
        LabMap embedding = Exhibit().Maps[0];
        Assert.Equal(Words, embedding.Rows);
        for (int t = 0; t < Ids.Length; t++) Assert.Equal(Enumerable.Range(0, 4).Select(j => gradients.We[Ids[t], j]), embedding.ByHand[t]);
        Assert.Equal(gradients.Wx.Cast<double>(), Exhibit().Maps[1].ByHand.SelectMany(row => row));
        Assert.Equal(Tags, Exhibit().Maps[3].Rows);
        Assert.InRange(embedding.MaxRelative, 0, 1e-9);
    }

    /// <summary>Double against single precision: near, and not the same.</summary>
    [Theory]
    [InlineData(LabAgainst.Fused, 0, 1e-15)]
    [InlineData(LabAgainst.Tape, 0, 1e-15)]
    [InlineData(LabAgainst.Single, 1e-11, 1e-7)]
    public void Of_AnotherWay_IsAsFarAsItsPrecision(LabAgainst against, double least, double most)
    {
        LabMap map = Exhibit(new LabSettings { Against = against }).Maps[3];
        Assert.InRange(map.MaxAbsolute, least, most);
        Assert.Equal(map.MaxAbsolute, map.ByHand.Zip(map.Other).SelectMany(rows => rows.First.Zip(rows.Second, (a, b) => Math.Abs(a - b))).Max());
    }

    [Fact]
    public void Of_ClippingBothWays_LeavesTheSameNormAndOnlyOneDirection()
    {
        LabClipping clipping = Exhibit().Clipping!;
        Assert.Equal(clipping.Norm / 2, clipping.ByNorm.Norm, 1e-12);
        Assert.Equal(clipping.Norm / 2, clipping.ByValue.Norm, 1e-9);
        Assert.Equal(1, clipping.ByNorm.Cosine, 1e-12);
        Assert.InRange(clipping.ByValue.Cosine, 0.3, 0.999);
        Assert.Equal((4 * 4) + (3 * 4) + (3 * 3) + (3 * 3), clipping.Elements); // four different words
        Assert.Equal(clipping.Largest, clipping.Magnitudes[0]);
        Assert.All(clipping.ByValue.Magnitudes, value => Assert.InRange(value, 0, clipping.ValueThreshold));
        Assert.All(clipping.CosineByNorm, cosine => Assert.Equal(1, cosine, 1e-12));
        Assert.Equal(0.7, Exhibit(new LabSettings { ClipNorm = 0.7 * clipping.Norm }).Clipping!.ByNorm.Norm / clipping.Norm, 1e-12);
        Assert.Equal(0.01, Exhibit(new LabSettings { ClipValue = 0.01 }).Clipping!.ByValue.Magnitudes[0]);
    }

    [Fact]
    public void Of_StatesThatGrowWithoutAnEnd_SaysSo()
    {
        int[] ids = [.. Enumerable.Repeat(2, 400)];
        var error = Assert.Throws<DivergedException>(() => LabExhibit.Of(Model(Activation.Relu), "fresh", ["a", "b"], ids, ids.Select(_ => 1).ToArray(), Tags));
        Assert.StartsWith("lab: expected a finite loss, got ", error.Message);
        Assert.Contains("With relu and these weights the states grow to ", error.Message);
    }

    [Fact]
    public void Read_WhatWasWritten_IsTheSameToTheLastBit()
    {
        LabDocument lab = Exhibit();
        string json = LabJson.Write(lab);
        LabDocument read = LabJson.Read(json, "lab.json");
        Assert.Equal(json, LabJson.Write(read));
        Assert.Equal(lab.Steps[0].Carried, read.Steps[0].Carried);
        Assert.Equal(lab.Lags[3].Product, read.Lags[3].Product);
    }

    [Theory]
    [InlineData("{", "lab.json: expected a lab document written by Unfold, got something else")]
    [InlineData("null", "lab.json: expected a lab document of schemaVersion 1, got null.")]
    [InlineData("""{"schemaVersion":9,"model":"m","activation":"tanh"}""", "lab.json: expected a lab document of schemaVersion 1, got version 9.")]
    [InlineData("""{"schemaVersion":1,"model":"m","activation":"tanh"}""", "lab.json: expected a lab document whose parts fit, got null for a list.")]
    [InlineData("""{"schemaVersion":1,"model":"m","activation":"tanh","tagNames":[],"steps":[],"curves":[],"comparisons":[],"maps":[],"lags":[],"lastJacobian":[],"wholeProduct":[]}""", "lab.json: expected a lab document whose parts fit, got a step without its parts.")]
    public void Read_ADamagedDocument_SaysWhat(string json, string message) =>
        Assert.StartsWith(message, Assert.Throws<DamagedFileException>(() => LabJson.Read(json, "lab.json")).Message);

    [Fact]
    public void Read_PartsThatDoNotFit_AreRefused()
    {
        LabDocument lab = Exhibit();
        LabDocument[] damaged =
        [
            lab with { Steps = [lab.Steps[0] with { State = [1] }, .. lab.Steps.Skip(1)] },
            lab with { Maps = [lab.Maps[0] with { Rows = ["the"] }] },
            lab with { Lags = [lab.Lags[0] with { Carried = [1] }] },
            lab with { Clipping = lab.Clipping! with { Left = [1] } },
            lab with { Curves = [lab.Curves[0] with { Curve = lab.Curves[0].Curve with { Losses = [1] } }] },
        ];
        Assert.All(damaged, one => Assert.Contains("whose parts fit", Assert.Throws<DamagedFileException>(() => LabJson.Read(LabJson.Write(one), "lab.json")).Message));
    }
}
