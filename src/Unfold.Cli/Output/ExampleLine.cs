using Unfold.Text;
using Unfold.Training;

namespace Unfold.Cli;

/// <summary>A text with its class and the answer.</summary>
/// <param name="Actual">Its class.</param>
/// <param name="Predicted">The answer.</param>
/// <param name="Probability">How likely the model held its answer to be.</param>
/// <param name="Read">The tokens that the model read.</param>
sealed record ExampleLine(string Actual, string Predicted, double Probability, string Read)
{
    const int Width = 140;

    /// <summary>The wrong answers that the model was most sure of, then right ones in the order of the data: half and half where there are enough.</summary>
    public static IReadOnlyList<ExampleLine> Choose(TextClassifier classifier, Corpus corpus, int count)
    {
        var answers = classifier.Predict(corpus.Rows.Select(row => row.Text)).Zip(corpus.Rows, (answer, row) => (Answer: answer, Row: row)).ToArray();
        var wrong = answers.Where(pair => pair.Answer.Label != pair.Row.Label).OrderByDescending(Sure).Take((count + 1) / 2).ToArray();
        return [.. wrong.Concat(answers.Where(pair => pair.Answer.Label == pair.Row.Label).Take(count - wrong.Length))
            .Select(pair => new ExampleLine(pair.Row.Label, pair.Answer.Label, Sure(pair), string.Join(' ', classifier.Decode(pair.Row.Text))))];

        static double Sure((TextPrediction Answer, LabelledText Row) pair) => pair.Answer.Probabilities[pair.Answer.Label];
    }

    public static void Print(IReadOnlyList<ExampleLine> examples, Terminal terminal)
    {
        terminal.Tell();
        foreach (ExampleLine example in examples)
        {
            terminal.Write($"{(example.Actual == example.Predicted ? "right" : "wrong")}: is {example.Actual}, answered {example.Predicted} ({example.Probability:0.0 %})");
            terminal.Write($"  {(example.Read.Length > Width ? example.Read[..Width] + "…" : example.Read)}");
        }
    }
}
