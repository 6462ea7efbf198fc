// dotnet run -c Release --project samples/InMemory
// Rows in memory in, a classifier out: safe to share among threads, saved to a folder, loaded from it.
using Unfold.Training;

string[] good = ["good", "great", "lovely", "fine"], bad = ["bad", "awful", "dull", "poor"], things = ["film", "plot", "cast", "ending"];
(string Text, string Label)[] rows = [.. from thing in things from word in good.Concat(bad) from not in new[] { false, true }
    select ($"the {thing} was {(not ? "not " : "")}{word}", good.Contains(word) != not ? "positive" : "negative")];
var training = Enumerable.Repeat(rows, 12).SelectMany(copy => copy);

TextClassifier classifier = TextClassifier.Train(training);
classifier.Save("runs/in-memory");

classifier = TextClassifier.Load("runs/in-memory");
foreach (string text in (string[])["the plot was not bad", "the plot was bad", "the cast was not great", "the cast was great"])
{
    TextPrediction answer = classifier.Predict(text);
    Console.WriteLine($"{text,-24} {answer.Label} {answer.Probabilities[answer.Label]:P0}");
}
