using System.Text.Json;

namespace Unfold.Text.Tests;

/// <summary>The numbers that the scripts in reference/ printed.</summary>
static class Reference
{
    public static JsonElement Load(string name)
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Unfold.slnx"))) folder = folder.Parent;
        Assert.NotNull(folder);
        using var document = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(folder.FullName, "reference", name)));
        return document.RootElement.Clone();
    }

    public static string[] Strings(this JsonElement list) => [.. list.EnumerateArray().Select(item => item.GetString()!)];
}
