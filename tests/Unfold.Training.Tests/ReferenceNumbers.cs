using System.Text.Json;

namespace Unfold.Training.Tests;

/// <summary>The numbers that the scripts in <c>reference/</c> printed, and the repository they lie in.</summary>
static class ReferenceNumbers
{
    public static string Repository
    {
        get
        {
            var folder = new DirectoryInfo(AppContext.BaseDirectory);
            while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Unfold.slnx"))) folder = folder.Parent;
            Assert.NotNull(folder);
            return folder.FullName;
        }
    }

    public static JsonElement Load(string name = "training.json")
    {
        using var document = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(Repository, "reference", name)));
        return document.RootElement.Clone();
    }

    public static double Number(this JsonElement element, string name) => element.GetProperty(name).GetDouble();

    public static double[] Doubles(this JsonElement element, string name) => [.. element.GetProperty(name).EnumerateArray().Select(x => x.GetDouble())];

    public static int[] Ints(this JsonElement element, string name) => [.. element.GetProperty(name).EnumerateArray().Select(x => x.GetInt32())];

    public static long[][] Matrix(this JsonElement element, string name) =>
        [.. element.GetProperty(name).EnumerateArray().Select(row => row.EnumerateArray().Select(x => x.GetInt64()).ToArray())];
}
