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

    public void Dispose() => Directory.Delete(Folder, recursive: true);
}
