using System.Globalization;

namespace Unfold.Reporting.Tests;

/// <summary>Numbers of every lens as docs/record-format.md lists them, made up but with the shapes that real runs have.</summary>
sealed class FakeLenses(RecordWriter writer, Rng rng, bool lstm, int epochs)
{
    const int Hidden = 32, Pads = 11, Longest = 24;

    public static readonly string[] LstmGates = ["i", "f", "g", "o"];

    readonly string _layer = lstm ? "lstm.l0" : "rnn.l0";

    string Layer => _layer;

    string Name => lstm ? "lstm" : "rnn";

    public string[] Parameters => ["embedding.weight", $"{Name}.weight_ih_l0", $"{Name}.weight_hh_l0", $"{Name}.bias_ih_l0", $"{Name}.bias_hh_l0", "fc.weight", "fc.bias"];

    IEnumerable<string> Gated => lstm ? Parameters.Where(name => name.StartsWith("lstm", StringComparison.Ordinal)).SelectMany(name => LstmGates.Select(gate => $"{name}[{gate}]")) : [];

    static double Wave(int epoch, int i) => 0.1 * Math.Sin(epoch * 0.7 + i);

    double Noise(double spread = 1) => rng.NextNormal() * spread;

    void Step(string lens, string series, string statistic, double value) => writer.Set(writer.AddColumn(RecordTable.Step, new(lens, series, statistic)), value);

    void Epoch(string lens, string series, string statistic, double value) => writer.Set(writer.AddColumn(RecordTable.Epoch, new(lens, series, statistic)), value);

    void Array(string lens, string series, string statistic, int epoch, int rows, IEnumerable<double> values, double start = 0, double spacing = 1) =>
        writer.WriteArray(new(lens, series, statistic), epoch * 100, epoch, rows, [.. values.Select(value => (float)value)], start, spacing);

    /// <summary>How much of the gradient is left at a lag: falls fast without gates, slower the longer an LSTM learns.</summary>
    double Decay(int epoch, double lag) => lstm ? Math.Exp(-Math.Max(0, lag) / (2 + 8.0 * epoch / Math.Max(1, epochs - 1))) : Math.Exp(-Math.Max(0, lag) / 1.6) * (1 + 0.3 * Math.Sin(epoch + lag));

    double At(int epoch, int lag) => lag < 0 ? 0.02 * Math.Exp(lag / 9.0 * -1) : 0.02 * Decay(epoch, lag);

    /// <summary>The columns of one optimizer step; its row has begun.</summary>
    public void WriteStep(int epoch, int step)
    {
        foreach (string name in (string[])[.. Parameters, .. Gated])
        {
            double ratio = 1e-3 * Math.Exp(-epoch * 0.1 + 0.5 * Noise()) * (name.Contains("bias", StringComparison.Ordinal) ? 8 : name.StartsWith("emb", StringComparison.Ordinal) ? 0.2 : 1);
            Step("updates", name, "norm", ratio * 5);
            Step("updates", name, "ratio", ratio);
            Step("updates", name, "turn", Math.Clamp(0.5 + Noise(0.1), -1, 1));
            Step("gradientActivation", name, "active", Math.Clamp(0.7 + Noise(0.05), 0, 1));
            Step("gradientActivation", name, "dead", Math.Clamp(0.05 + Noise(0.02), 0, 1));
            if (name.Contains('['))
                Step("gradients", name, "norm", 0.1 * Math.Exp(0.6 * Noise()) * (name.EndsWith("[f]", StringComparison.Ordinal) ? 0.2 : 1));
            else
                Step("updates", name, "cosine", Math.Clamp(0.4 + Noise(0.1), -1, 1));
        }
        double norm = Math.Exp(0.8 * Noise());
        if (norm > 1)
        {
            Step("gradients", "all", "clipped", 1);
            Step("gradients", $"{Name}.weight_hh_l0", "clipped", 0.1);
        }
        if (step == 7 && epoch == 2)
            Step("gradients", "embedding.weight", "nonFinite", 3);
        for (int lag = 0; lag <= 16; lag = lag == 0 ? 1 : lag * 2)
            Step("time", Layer, $"lag{lag}", At(epoch, lag) * Math.Exp(0.5 * Noise()));
        Step("time", Layer, "firstToLast", Decay(epoch, 14) * Math.Exp(0.8 * Noise()));
        Step("time", Layer, "halfLife", lstm && epoch == epochs - 1 && step % 9 == 0 ? double.PositiveInfinity : (lstm ? 1.4 + epoch * 0.5 : 1.1) * Math.Exp(0.1 * Noise()));
        Step("time", Layer, "reach", Math.Clamp(lstm ? 0.1 + 0.03 * epoch : 0.01 * Math.Exp(0.3 * Noise()), 0, 1));
        Step("time", Layer, "gain", (lstm ? 0.85 : 0.55) * Math.Exp(0.05 * Noise()));
        foreach (string module in (string[])["embedding", Name, "relu", "fc"])
        {
            Step("outputs", module, "norm", 2 * Math.Exp(0.1 * Noise()));
            Step("outputGradients", module, "norm", 0.02 * Math.Exp(0.4 * Noise()));
            Step("outputGradients", module, "cosine", Math.Clamp(Noise(0.2), -1, 1));
        }
        Step("activation", "relu", "active", Math.Clamp(0.5 + Noise(0.05), 0, 1));
        Step("activation", "relu", "dead", Math.Clamp(0.1 + 0.01 * epoch + Noise(0.02), 0, 1));
    }

    /// <summary>The table of epochs, the arrays and the notes of one epoch.</summary>
    public void WriteEpoch(int epoch, int step)
    {
        writer.BeginRow(RecordTable.Epoch, step, epoch, 32);
        foreach (string name in Parameters)
            WriteParameter(epoch, name);
        foreach (string gate in Gated)
            Epoch("weights", gate, "norm", 3 + Wave(epoch, gate.Length));
        WriteModules(epoch);
        WriteTime(epoch);
        WriteRecurrent(epoch);
        WriteSpectrum(epoch);
        WriteTexts(epoch);
        WriteNotes(epoch, step);
    }

    void WriteParameter(int epoch, string name)
    {
        Epoch("updates", name, "path", 0.8 * (epoch + 1));
        Epoch("updates", name, "distance", 0.8 * Math.Sqrt(epoch + 1));
        Epoch("weights", name, "norm", 5 + 0.2 * epoch + Wave(epoch, name.Length));
        Epoch("weights", name, "rms", 0.1 + 0.004 * epoch);
        WriteLags(epoch, name);
        Epoch("autocorrelation", name, "noise", name.Contains("bias", StringComparison.Ordinal) ? 0.09 : 0.03);
        Epoch("weights", name, "share", name.Contains("bias", StringComparison.Ordinal) ? 1.0 / 3 : 0.25);
        if (!name.Contains("weight", StringComparison.Ordinal))
            return;
        Epoch("condition", name, "condition", 40 * Math.Exp(0.1 * epoch));
        Epoch("condition", name, "largest", 1.2 + 0.05 * epoch);
        Epoch("condition", name, "smallest", 0.03);
    }

    /// <summary>An LSTM's steps keep their direction, a tanh layer's turn back.</summary>
    void WriteLags(int epoch, string name)
    {
        Array("autocorrelation", name, "cosine", epoch, 1, Enumerable.Range(1, 10).Select(lag => (lstm ? 1 : Math.Cos(lag * Math.PI)) * 0.4 * Math.Pow(0.8, lag + epoch)), 1);
        Array("autocorrelation", name, "pairs", epoch, 1, Enumerable.Range(1, 10).Select(lag => 20.0 - lag), 1);
    }

    void WriteModules(int epoch)
    {
        WriteLags(epoch, "all");
        Epoch("activation", "relu", "active.validation", 0.48 + Wave(epoch, 1) / 4);
        Epoch("activation", "relu", "dead.validation", 0.12 + 0.01 * epoch);
        Epoch("activation", "relu", "deadEpoch", 0.03 + 0.005 * epoch);
        foreach (string lens in (string[])["activation", "gradientActivation"])
        {
            Epoch(lens, "worst", "active", 0.4 - 0.01 * epoch);
            Epoch(lens, "worst", "dead", 0.15 + 0.01 * epoch);
        }
        foreach (string module in (string[])["embedding", Name, "relu", "fc"])
        {
            Epoch("outputs", module, "norm.validation", 2.1 + Wave(epoch, 3));
            Epoch("outputs", module, "share", 0.25 + (module == "fc" ? 1 : -1.0 / 3) * 0.01 * epoch);
        }
        Epoch("clipping", "all", "rate", 0.5 - 0.02 * epoch);
        Epoch("clipping", "all", "shrink", 0.6 + 0.01 * epoch);
        Epoch("noise", "all", "scale", 40 * Math.Exp(0.4 * epoch));
        Epoch("noise", "all", "signal", 1e-3 * Math.Exp(-0.3 * epoch));
        Epoch("noise", "all", "variance", 0.05);
        Epoch("noise", "all", "batch", 32);
        Epoch("inspector", "all", "watching", 0.012 + Wave(epoch, 2) / 40);
        Epoch("inspector", "all", "probing", 0.04);
    }

    void WriteTime(int epoch)
    {
        int[] lags = [.. Enumerable.Range(-Pads, Pads + Longest)];
        Array("time", Layer, "profile", epoch, 1, lags.Select(lag => lag > 20 && epoch == 1 ? double.NaN : At(epoch, lag)), -Pads);
        Array("time", Layer, "p10", epoch, 1, lags.Select(lag => At(epoch, lag) * 0.2), -Pads);
        Array("time", Layer, "p50", epoch, 1, lags.Select(lag => At(epoch, lag) * 0.7), -Pads);
        Array("time", Layer, "p90", epoch, 1, lags.Select(lag => At(epoch, lag) * 2), -Pads);
        Array("time", Layer, "count", epoch, 1, lags.Select(lag => 25569 / (1 + Math.Exp((lag - 15) / 3.0))), -Pads);
        if (lstm)
        {
            Array("time", Layer, "cell", epoch, 1, lags.Select(lag => At(epoch, lag) * 3), -Pads);
            Array("time", Layer, "gate", epoch, 4, LstmGates.SelectMany((_, gate) => lags.Select(lag => At(epoch, lag) * Math.Pow(3, -gate))), -Pads);
        }
        Array("time", "texts", "lengths", epoch, 1, Enumerable.Range(0, Longest + 2).Select(length => 2500 * Math.Exp(-Math.Pow((length - 14) / 6.0, 2))));
    }

    void WriteRecurrent(int epoch)
    {
        foreach ((string gate, int i) in (lstm ? LstmGates : []).Select((gate, i) => (gate, i)))
        {
            double mean = 0.5 + 0.1 * i * epoch / Math.Max(1, epochs);
            Epoch("gates", Layer, $"mean[{gate}]", mean);
            Epoch("gates", Layer, $"low[{gate}]", 0.1 + 0.01 * epoch);
            Epoch("gates", Layer, $"high[{gate}]", 0.2 + 0.01 * epoch);
            double[][] units = [.. Enumerable.Range(0, Hidden).Select(_ => new[] { mean, 0.2, mean, 0.8, Math.Abs(Noise(0.15)) * epoch / epochs, Math.Abs(Noise(0.3)) * epoch / epochs })];
            Array("gates", Layer, $"units[{gate}]", epoch, 6, Enumerable.Range(0, 6).SelectMany(row => units.Select(unit => Math.Min(1, unit[row]))));
            Array("gates", Layer, $"overTime[{gate}]", epoch, 1, Enumerable.Range(0, 25).Select(t => mean + 0.1 * Math.Sin(t / 4.0 + i)));
        }
        double saturated = lstm ? 0.02 : Math.Min(0.8, 0.1 + 0.05 * epoch);
        Epoch("states", Layer, "saturated", saturated);
        Epoch("states", Layer, "slope", 1 - saturated);
        Epoch("states", Layer, "preactivation", saturated / 2);
        Epoch("states", Layer, "dead", 0.05);
        Epoch("states", Layer, "revived", epoch % 3 == 2 ? 1 : 0);
        Array("states", Layer, "histogram", epoch, 1, Enumerable.Range(0, 41).Select(bin => 4000 * Math.Exp(-Math.Pow((bin - 20) / (4.0 + epoch), 2)) + (bin is 0 or 40 ? 500.0 * epoch : 0)), -1, 0.05);
        Array("states", Layer, "units", epoch, 1, Enumerable.Range(0, Hidden).Select(unit => unit == 5 && epoch > 3 ? 0 : Math.Min(1, 0.3 + 0.03 * epoch + 0.02 * unit)));
        Array("memory", Layer, "tau", epoch, 1, Enumerable.Range(0, Hidden).Select(_ => 2 + 0.8 * epoch * Math.Exp(Noise())));
        Epoch("memory", Layer, "tauMedian", 2 + 0.6 * epoch);
        Epoch("memory", Layer, "halfLife", 1 + 0.4 * epoch);
        Epoch("memory", Layer, "biasMean", 0.02 * epoch);
        Epoch("memory", Layer, "biasSpread", 0.15);
        Array("memory", "output", "change", epoch, 1, Enumerable.Range(0, Longest).Select(lag => 2 * Decay(epoch, lag * 0.6)));
        Array("jacobian", Layer, "singular", epoch, 5, Enumerable.Range(0, 5).SelectMany(k => Enumerable.Range(0, Longest).Select(lag => Math.Pow(Decay(epoch, 1) * (k == 4 ? 0.1 : 1 - 0.15 * k), lag))));
        Array("jacobian", Layer, "exponents", epoch, 1, Enumerable.Range(0, 8).Select(k => -0.1 - 0.3 * k + 0.01 * epoch));
        Array("jacobian", Layer, "eigenvalues", epoch, 2, Cloud(0.6, 96));
        Epoch("jacobian", Layer, "radius", 0.6 + 0.02 * epoch);
        Epoch("jacobian", Layer, "largest", 0.9 + 0.02 * epoch);
        Epoch("jacobian", Layer, "exponent", -0.1 + 0.01 * epoch);
        Epoch("jacobian", Layer, "memory", lstm ? 3 + epoch : 2);
        Epoch("rank", Layer, "effective", 12 - 0.4 * epoch);
        Epoch("rank", Layer, "top2", 0.5 + 0.02 * epoch);
        var points = Enumerable.Range(0, 6).SelectMany(example => Enumerable.Range(0, 18).Select(t => (double[])[example, t, (example % 2 == 0 ? 1 : -1) * t * 0.1 + Noise(0.2), Math.Sin(t / 3.0) + Noise(0.2), t > 12 ? 1 : 0])).ToArray();
        Array("rank", Layer, "trajectory", epoch, 5, Enumerable.Range(0, 5).SelectMany(row => points.Select(point => point[row])));
    }

    /// <summary>Points in a disc, then their imaginary parts.</summary>
    double[] Cloud(double radius, int count)
    {
        (double Re, double Im)[] points = [.. Enumerable.Range(0, count).Select(_ => (Radius: radius * Math.Sqrt(rng.NextDouble()), Angle: 2 * Math.PI * rng.NextDouble())).Select(p => (p.Radius * Math.Cos(p.Angle), p.Radius * Math.Sin(p.Angle)))];
        return [.. points.Select(point => point.Re), .. points.Select(point => point.Im)];
    }

    void WriteSpectrum(int epoch)
    {
        foreach (string name in lstm ? [.. LstmGates.Select(gate => $"lstm.weight_hh_l0[{gate}]")] : (string[])["rnn.weight_hh_l0"])
        {
            double radius = 0.62 + 0.03 * epoch;
            Epoch("spectrum", name, "radius", radius);
            Epoch("spectrum", name, "largest", radius * 1.7);
            Epoch("spectrum", name, "smallest", 0.02);
            Epoch("spectrum", name, "condition", radius * 85);
            Epoch("spectrum", name, "orthogonality", 0.15 + 0.01 * epoch);
            Epoch("spectrum", name, "stableRank", 9 - 0.2 * epoch);
            Array("spectrum", name, "eigenvalues", epoch, 2, Cloud(radius, Hidden));
            Array("spectrum", name, "singular", epoch, 1, Enumerable.Range(0, Hidden).Select(k => radius * 1.7 * (1 - k / 33.0)));
        }
    }

    void WriteTexts(int epoch)
    {
        Epoch("padding", "texts", "share", 0.402);
        Epoch("padding", "texts", "behind", 11);
        Array("padding", "texts", "counts", epoch, 1, Enumerable.Range(0, 25).Select(pads => 2000 * Math.Exp(-Math.Pow((pads - 11) / 6.0, 2))));
        Epoch("padding", Layer, "drift", 0.9 + Wave(epoch, 5));
        Epoch("padding", Layer, "variance", 0.17 + 0.01 * epoch);
        Epoch("padding", Layer, "changed", 0.3 - 0.01 * epoch);
        foreach ((string name, double apart) in new[] { ("atLength", 2.0), ("atEnd", 0.3) })
        {
            double[] labels = [.. Enumerable.Range(0, 200).Select(i => i % 10 == 0 ? 1.0 : 0)];
            Array("padding", Layer, name, epoch, 3, [.. labels.Select(label => label * apart * epoch / epochs + Noise(0.6)), .. labels.Select(_ => Noise(0.4)), .. labels]);
        }
        Epoch("embedding", "embedding.weight", "touched", 1 - Math.Exp(-epoch - 1.0));
        Epoch("embedding", "embedding.weight", "rare", 0.3 * Math.Exp(-0.2 * epoch));
        Epoch("embedding", "embedding.weight", "moved", 0.1 * Math.Sqrt(epoch + 1));
        Epoch("embedding", "embedding.weight", "padding", 0);
        double[] touches = [.. Enumerable.Range(0, 400).Select(i => Math.Floor(1 + 20000.0 * (epoch + 1) / (i + 1) / (i + 1)))];
        Array("embedding", "embedding.weight", "rows", epoch, 3, [.. touches, .. touches.Select(t => 0.02 * Math.Pow(t, 0.4) * Math.Exp(Noise(0.3))), .. touches.Select(t => t * 0.01)]);
        writer.WriteNote(new("embedding", "embedding.weight", "ids"), 0, epoch, $"[{string.Join(',', Enumerable.Range(2, 400))}]");
        if (epoch < 2) // new words are named when they first appear
            writer.WriteNote(new("embedding", "embedding.weight", "words"), 0, epoch, epoch == 0 ? "{\"3\":\"love\",\"5\":\"hate\"}" : "{\"2\":\"<i>the</i>\"}");
        foreach (string set in (string[])["train", "validation"])
            Array("lengths", set, "buckets", epoch, 4, [1, 6, 10, 14, 18, 24, 300, 900, 1500, 1400, 900, 500, .. Enumerable.Range(0, 6).Select(i => 0.2 + 0.03 * i - 0.005 * epoch), .. Enumerable.Range(0, 6).Select(i => 0.95 - 0.005 * i)]);
        writer.WriteArray(new("batches", "train", "rows"), 0, epoch, 1, [3, 1, 2, 0]);
    }

    /// <summary>Two texts: one that is explained too, and one with padding that is not.</summary>
    void WriteSentences(int epoch, int step, string[] words)
    {
        if (epoch == 0)
            writer.WriteNote(new("sentences", "probe", "texts"), step, epoch, $$"""[{"tokens":[{{string.Join(',', words.Select(word => $"\"{word}\""))}}],"words":8,"label":"1"},{"tokens":["so","\u003cb\u003edull\u003c/b\u003e","<pad>","<pad>"],"words":2,"label":"0"}]""");
        foreach ((int text, int tokens) in new[] { (0, 8), (1, 4) })
        {
            double[] credit = [.. Enumerable.Range(0, tokens).Select(t => Math.Exp(0.2 * t * (epochs - epoch)))];
            Array("sentences", Layer, $"credit{text}", epoch, 1, credit.Select(value => value / credit.Sum()));
            if (lstm)
                Array("sentences", Layer, $"gates{text}", epoch, 4, Enumerable.Range(0, 4 * tokens).Select(i => 0.5 + (0.4 * Math.Sin(i + epoch))));
        }
        foreach (string gate in lstm ? LstmGates : [])
            Array("sentences", Layer, $"units[{gate}]", epoch, Hidden, Enumerable.Range(0, Hidden * 8).Select(i => gate == "g" ? Math.Sin(i) : 0.5 + (0.5 * Math.Sin(i / 3.0))));
    }

    void WriteNotes(int epoch, int step)
    {
        string[] words = ["I", "love", "the", "<b>film</b>", "but", "hate", "its", "ending"];
        string tokens = string.Join(',', words.Select((word, i) => string.Create(CultureInfo.InvariantCulture,
            $$"""{"token":"{{word}}","gradientNorm":{{0.1 * (i + 1):F3}},"gradientInput":{{Math.Sin(i + epoch):F3}},"integrated":{{Math.Sin(i * 1.7):F3}},"occlusion":{{(word == "hate" ? -0.8 : word == "love" ? 0.7 : 0.02):F3}},"valence":{{Valence(i):F3}}}""")));
        WriteSentences(epoch, step, words);
        writer.WriteNote(new("words", "probe", "saliency"), step, epoch, $$"""[{"text":"I love the <b>film</b> but hate its ending","label":"1","probability":0.31,"tokens":[{{tokens}}]},{"text":"fine","label":"0","probability":0.05,"tokens":[{"token":"fine","gradientNorm":0.1,"gradientInput":0.2,"integrated":0.2,"occlusion":0.1,"valence":-0.4}]}]""");
        if (epoch is 1 or 2)
        {
            writer.WriteNote(new("spikes", "all", "batch"), step + 1, epoch, $$"""
                {"epoch":{{epoch}},"step":{{step - 3}},"reason":"gradient norm 310, 410 times the median before it","value":310.2,"typical":0.76,
                 "examples":[{"row":1812,"text":"<script>alert(1)</script> what a day #blessed","label":"0","loss":2.31,"length":6,"gradientShare":0.71},{"row":99,"text":"short one","label":"1","loss":0.4,"length":2,"gradientShare":0.05}],
                 "profileStart":-2,"profile":[0.03,0.03,0.02,0.05,null,1.1,7.5,41.0]}
                """);
        }
    }

    static double Valence(int word) => -0.5 + (word > 0 ? 1.2 : 0) - (word > 4 ? 1.6 : 0);
}
