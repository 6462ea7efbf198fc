namespace Unfold.Training;

/// <summary>All settings of a recipe, in the order in which they are written.</summary>
static class SettingTable
{
    public static IReadOnlyList<Setting> All { get; } =
    [
        new TextSetting("name", "The recipe's name.", r => r.Name, (r, v) => r with { Name = v! }, length: 2),
        new TextSetting("summary", "What the experiment is, in a line.", r => r.Summary, (r, v) => r with { Summary = v! }),
        new ChoiceSetting<TaskKind>("task", "What is learnt.", r => r.Task, (r, v) => r with { Task = v }),
        new NumberSetting<ulong>("seed", "Where initial weights, shuffling and dropout come from.", 0, ulong.MaxValue, r => r.Seed, (r, v) => r with { Seed = v }),
        .. SettingTableData.Settings,
        .. SettingTableModel.Settings,
        .. SettingTableTagging.Settings,
        .. SettingTableTraining.Settings,
        .. SettingTableDoctor.Settings,
    ];

    /// <summary>The sections, in the order of the settings: data, text, model …</summary>
    public static IReadOnlyList<string> Sections { get; } = [.. All.Where(s => s.Path.Contains('.', StringComparison.Ordinal)).Select(s => s.Path[..s.Path.IndexOf('.', StringComparison.Ordinal)]).Distinct(StringComparer.Ordinal)];

    static readonly Dictionary<string, Setting> ByPath = All.ToDictionary(s => s.Path, StringComparer.Ordinal);

    /// <summary>The setting at a path, letters' case ignored where <paramref name="loose"/>.</summary>
    public static Setting? Find(string path, bool loose = false) =>
        ByPath.TryGetValue(path, out Setting? setting) ? setting
        : loose ? All.FirstOrDefault(s => string.Equals(s.Path, path, StringComparison.OrdinalIgnoreCase)) : null;

    /// <summary>The words after an unknown path: the nearest one.</summary>
    public static string Hint(string path)
    {
        if (NearestName.Find(path, All.Select(s => s.Path)) is { } near) return $". Did you mean \"{near}\"?";
        string last = path[(path.LastIndexOf('.') + 1)..];
        return All.FirstOrDefault(s => s.Path.EndsWith($".{last}", StringComparison.OrdinalIgnoreCase)) is { } elsewhere
            ? $". Did you mean \"{elsewhere.Path}\"?" : "";
    }
}
