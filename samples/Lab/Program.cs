// dotnet run -c Release --project samples/Lab
// The lab in a program: one model, one sentence, its gradient four ways, and what is left of a gradient after so many words.
using System.Globalization;
using Unfold;
using Unfold.Lab;
using Unfold.Nn;

CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;

// The toolkit's model: 4,786 words in 50 numbers each, 20 units, 12 tags, all weights from NumPy's generator.
PlainRnn model = new(words: 4786, embedding: 50, hidden: 20, tags: 12, new NumpyRandom(1234));
int[] words = [17, 4, 1300, 52, 4, 2805, 9], tags = [5, 3, 0, 1, 3, 0, 11];
Console.WriteLine($"{model.ParameterCount:N0} weights; W_y[0,0] = {model.Wy[0, 0]:R}");

// Forward: a state and a distribution over the tags for every word; the loss is the mean of −ln p(tag).
double[,] p = model.Forward(words).Probabilities;
Console.WriteLine($"loss {model.Loss(words, tags):F6}; by hand {-words.Select((_, t) => Math.Log(p[t, tags[t]])).Average():F6}; guessing gives {Math.Log(12):F6}");

// Backward: one number of the gradient, and the slope that the loss really has there.
double gradient = model.Backward(words, tags).Wy[0, 0], weight = model.Wy[0, 0], above = LossAt(weight + 1e-5), below = LossAt(weight - 1e-5);
LossAt(weight);
Console.WriteLine($"gradient of W_y[0,0] {gradient:F9}; slope of the loss {(above - below) / 2e-5:F9}");

// A step against the gradient goes downhill.
for (int step = 0; step < 3; step++)
{
    model.Update(words, tags, learningRate: 0.1);
    Console.WriteLine($"after step {step + 1}: loss {model.Loss(words, tags):F6}");
}

// The other ways to the same gradient: is the largest relative difference below the bound?
foreach (GradientComparison way in GradientWays.Compare(model, words, tags))
{
    string bound = way.Way == "central differences" ? "1e-6" : "1e-9";
    Console.WriteLine($"{way.Parameter}  by hand against {way.Way,-20}  {way.Checked,7:N0} compared  {(way.MaxRelative < double.Parse(bound) ? "below" : "NOT below")} {bound}");
}

// How much of a gradient at the last of 41 words arrives at the words before it?
var rng = new Rng(1);
(string Name, Recurrent Layer)[] cells =
[
    ("sigmoid", new Rnn(16, 32, rng, Activation.Sigmoid)), ("tanh", new Rnn(16, 32, rng, Activation.Tanh)), ("relu", new Rnn(16, 32, rng, Activation.Relu)),
    ("gru", new Gru(16, 32, rng)), ("lstm", new Lstm(16, 32, rng)),
];
int[] lags = [1, 5, 10, 20, 40];
Console.WriteLine("words back" + string.Concat(lags.Select(lag => $"{lag,9}")));
double[] text = [.. Enumerable.Range(0, 41 * 16).Select(_ => rng.NextNormal())];
foreach ((string name, Recurrent layer) in cells)
{
    layer.To(DType.Float64);
    Tensor inputs = Tensor.From(text, new Shape(41, 16), requiresGrad: true);
    SequenceTensor states = layer.Forward(new SequenceTensor(SequenceLayout.Of([41]), inputs)).Output;
    Ops.Sum(Ops.ReadOut(states, ReadOut.Last)).Backward();
    double[] back = inputs.Grad!.ToDoubles();
    Console.WriteLine($"{name,-10}" + string.Concat(lags.Select(lag => $"{Norm(40 - lag) / Norm(40),9:0.0e0}")));

    double Norm(int word) => Unfolding.Norm(back[(word * 16)..((word + 1) * 16)]);
}

double LossAt(double value)
{
    model.Wy[0, 0] = value;
    return model.Loss(words, tags);
}
