using System.Text.Json;

namespace Unfold.Tests;

/// <summary>The numbers that the scripts in <c>reference/</c> printed.</summary>
static class ReferenceNumbers
{
    public static JsonElement Load(string fileName)
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Unfold.slnx"))) folder = folder.Parent;
        Assert.NotNull(folder);
        using var document = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(folder.FullName, "reference", fileName)));
        return document.RootElement.Clone();
    }

    public static double[] Doubles(this JsonElement element) => [.. element.EnumerateArray().Select(x => x.GetDouble())];

    public static int[] Ints(this JsonElement element) => [.. element.EnumerateArray().Select(x => x.GetInt32())];
}
