using System.Text;
using Unfold.Text;

namespace Unfold.Cli.Tests;

/// <summary>A folder that a test writes to and that goes away with it.</summary>
sealed class Scratch : IDisposable
{
    public string Folder { get; } = Directory.CreateTempSubdirectory("unfold-cli-").FullName;

    public string In(string name) => Path.Combine(Folder, name);

    public string Write(string name, string text) => Write(name, Encoding.UTF8.GetBytes(text));

    public string Write(string name, byte[] bytes)
    {
        File.WriteAllBytes(In(name), bytes);
        return In(name);
    }

    /// <summary>A table of made-up reviews with the columns <c>review</c> and <c>mood</c>.</summary>
    public string WriteReviews(string name, int count = 120, ulong seed = 1) => Write(
        name, "review,mood\n" + string.Concat(NegatedReviews.Generate(count, new Rng(seed)).Rows.Select(row => $"\"{row.Text}\",{row.Label}\n")));

    /// <summary>A made-up treebank in CoNLL-U: every second word is a noun, and ends in "o"; the others are verbs.</summary>
    public string WriteTreebank(string name, int sentences)
    {
        StringBuilder text = new();
        for (int i = 0; i < sentences; i++)
        {
            for (int word = 1; word <= 2 + (i % 5); word++)
                text.Append($"{word}\t{(word % 2 == 1 ? $"n{(i * word) % 37}o" : $"v{(i + word) % 41}s")}\t_\t{(word % 2 == 1 ? "NOUN" : "VERB")}\t_\t_\t_\t_\t_\t_\n");
            text.Append('\n');
        }
        return Write(name, text.ToString());
    }

    public void Dispose() => Directory.Delete(Folder, recursive: true);
}
