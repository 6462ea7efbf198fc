using System.Collections;
using System.Text;
using System.Text.Json;
using Unfold.Serialization;

namespace Unfold.Training;

/// <summary>Puts a recipe together: defaults, then a built-in recipe or a JSON file, then the environment, then <c>--set</c>; the last word counts.</summary>
/// <remarks>
/// JSON may have comments and trailing commas. All faults are reported at once, each with its place, its path, what is expected
/// and the nearest name that exists.
/// </remarks>
public sealed class RecipeReader
{
    const string Prefix = "UNFOLD__";
    const long LargestFile = 16 << 20;
    static readonly JsonReaderOptions Lenient = new() { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true };
    readonly FaultList _faults = new();
    readonly SortedDictionary<string, string> _sources = new(StringComparer.Ordinal);
    Recipe _recipe;
    string _what = "Recipe";

    /// <summary>Starts from the defaults, or from a recipe made in code.</summary>
    public RecipeReader(Recipe? start = null) => _recipe = start ?? new Recipe();

    /// <summary>A built-in recipe by its name, or a JSON file by its path.</summary>
    /// <exception cref="RecipeException">There is neither, or it has faults.</exception>
    public static RecipeReader Open(string nameOrFile)
    {
        ArgumentException.ThrowIfNullOrEmpty(nameOrFile);
        if (RecipeCatalog.TryReadText(nameOrFile) is { } builtIn) return new RecipeReader().AddJson(builtIn, $"recipe {nameOrFile}");
        if (File.Exists(nameOrFile)) return new RecipeReader().AddFile(nameOrFile);
        throw new RecipeException(
            $"Recipe {nameOrFile}: expected a built-in recipe or a JSON file, got neither.{NearestName.Hint(nameOrFile, RecipeCatalog.Names)} " +
            $"The built-in ones are {string.Join(", ", RecipeCatalog.Names)}.");
    }

    /// <summary>Adds the settings of a JSON file.</summary>
    /// <exception cref="RecipeException">The file cannot be read.</exception>
    public RecipeReader AddFile(string path)
    {
        try
        {
            return AddJson(DocumentFile.ReadText(path, "a recipe", LargestFile), path);
        }
        catch (Exception error) when (error is DataException or DamagedFileException)
        {
            throw new RecipeException(error.Message, error);
        }
    }

    /// <summary>Adds the settings of JSON text.</summary>
    /// <param name="json">The text.</param>
    /// <param name="place">Its name, for errors.</param>
    /// <exception cref="RecipeException">The text is not JSON.</exception>
    public RecipeReader AddJson(string json, string place)
    {
        ArgumentNullException.ThrowIfNull(json);
        _what = place;
        byte[] bytes = Encoding.UTF8.GetBytes(json);
        try
        {
            if (HalfPairs.Find(bytes, Lenient) is { } half)
                throw new RecipeException($"{place}:{LineAt(bytes, half)}: expected whole characters, got half of a surrogate pair. Write the character itself, or both halves of it.");
            var reader = new Utf8JsonReader(bytes, Lenient);
            if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
                throw new RecipeException($"{place}:1: expected a recipe as a JSON object, got {reader.TokenType}. See recipes/recipe.schema.json.");
            ReadSection(ref reader, bytes, "", place);
            if (reader.Read()) throw new RecipeException($"{place}:{LineAt(bytes, reader.TokenStartIndex)}: expected the end of the recipe, got more text. A file holds one recipe.");
        }
        catch (JsonException error)
        {
            throw new RecipeException($"{place}:{error.LineNumber + 1}: expected JSON (comments and trailing commas are allowed), got a fault at character {error.BytePositionInLine + 1}. {FirstSentence(error.Message)}", error);
        }
        return this;
    }

    /// <summary>Adds variables like <c>UNFOLD__training__epochs=10</c>; letters' case does not matter.</summary>
    /// <param name="variables">The environment; none: that of the process.</param>
    public RecipeReader AddEnvironment(IReadOnlyDictionary<string, string>? variables = null)
    {
        foreach ((string name, string value) in (variables ?? OfProcess()).OrderBy(pair => pair.Key, StringComparer.Ordinal))
        {
            if (!name.StartsWith(Prefix, StringComparison.OrdinalIgnoreCase)) continue;
            string path = name[Prefix.Length..].Replace("__", ".", StringComparison.Ordinal);
            AddText(path, value, new SettingOrigin($"environment variable {name}", Loose: true), loosePath: true);
        }
        return this;
    }

    /// <summary>Adds one setting: <c>training.epochs=10</c>.</summary>
    public RecipeReader Set(string assignment)
    {
        ArgumentNullException.ThrowIfNull(assignment);
        int equals = assignment.IndexOf('=', StringComparison.Ordinal);
        if (equals <= 0)
        {
            _faults.Add($"--set {assignment}: expected path=value, such as training.epochs=10, got {(equals < 0 ? "no equals sign" : "no path")}.");
            return this;
        }
        AddText(assignment[..equals].Trim(), assignment[(equals + 1)..].Trim(), new SettingOrigin($"--set {assignment}", Loose: true), loosePath: false);
        return this;
    }

    /// <summary>Adds one setting.</summary>
    /// <param name="path">Such as <c>training.epochs</c>.</param>
    /// <param name="value">As it would stand in JSON; a bare word is a text.</param>
    /// <param name="source">What sets it, for errors and <see cref="ResolvedRecipe.Sources"/>: <c>--epochs</c>.</param>
    public RecipeReader Set(string path, string value, string source)
    {
        AddText(path, value, new SettingOrigin(source, Loose: true), loosePath: false);
        return this;
    }

    /// <summary>The recipe.</summary>
    /// <exception cref="RecipeException">There are faults: all of them.</exception>
    public ResolvedRecipe Resolve()
    {
        Note(UnusedSettings.Of(_recipe)); // of no matter once a model is trained: there they are what they were
        ResolvedRecipe resolved = ResolveWithoutData();
        if (_recipe.Data is { Name: "csv", File: null })
            throw new RecipeException($"{_what}: data.file: expected the path of a table, got none. Set data.file, or use --csv FILE.");
        return resolved;
    }

    /// <summary>The recipe where no data is read: of a model that was trained already, or whose gradients are checked.</summary>
    /// <exception cref="RecipeException">There are faults: all of them.</exception>
    public ResolvedRecipe ResolveWithoutData()
    {
        Note(ModelFaults.Of(_recipe));
        _faults.ThrowIfAny(_what);
        return new ResolvedRecipe(_recipe, _sources);
    }

    void Note(IEnumerable<(string Path, string Fault)> faults)
    {
        foreach ((string path, string fault) in faults) _faults.Add(new SettingOrigin(_sources.GetValueOrDefault(path, _what)), path, fault);
    }

    void ReadSection(ref Utf8JsonReader reader, byte[] bytes, string section, string place)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            string name = reader.GetString()!;
            var origin = new SettingOrigin(place, LineAt(bytes, reader.TokenStartIndex));
            string path = section.Length == 0 ? name : $"{section}.{name}";
            reader.Read();
            if (!seen.Add(name)) _faults.Add(origin, path, "expected every setting once, got it twice");
            if (section.Length == 0 && SettingTable.Sections.Contains(name, StringComparer.Ordinal))
            {
                if (reader.TokenType == JsonTokenType.StartObject)
                {
                    ReadSection(ref reader, bytes, name, place);
                    continue;
                }
                _faults.Add(origin, path, $"expected an object with settings, got {JsonElement.ParseValue(ref reader).GetRawText()}");
                continue;
            }
            JsonElement value = JsonElement.ParseValue(ref reader);
            if (section.Length == 0 && name == "$schema") continue;
            if (section.Length == 0 && name == "base") AddBase(value, origin);
            else if (SettingTable.Find(path) is { } setting) Apply(setting, value, origin);
            else Unknown(section, name, path, origin);
        }
    }

    void AddBase(JsonElement value, SettingOrigin origin)
    {
        string? name = value.ValueKind == JsonValueKind.String ? value.GetString() : null;
        if (_sources.Count > 0)
            _faults.Add(origin, "base", "expected base before every setting, got settings above it");
        else if (name is not null && RecipeCatalog.TryReadText(name) is { } text)
            AddJson(text, $"recipe {name}");
        else
            _faults.Add(origin, "base", $"expected one of {string.Join(", ", RecipeCatalog.Names)}, got {value.GetRawText()}{NearestSetting.Hint(name ?? "", RecipeCatalog.Names)}");
        _what = origin.Place;
    }

    void AddText(string path, string text, SettingOrigin origin, bool loosePath)
    {
        if (SettingTable.Find(path, loosePath) is not { } setting)
        {
            _faults.Add(origin, path, $"expected a setting, got an unknown path{SettingTable.Hint(path)}");
            return;
        }
        JsonElement value;
        try
        {
            byte[] bytes = Encoding.UTF8.GetBytes(text);
            if (HalfPairs.Find(bytes, Lenient) is not null)
            {
                _faults.Add(origin, path, "expected whole characters, got half of a surrogate pair");
                return;
            }
            var reader = new Utf8JsonReader(bytes, Lenient);
            value = JsonElement.ParseValue(ref reader);
        }
        catch (JsonException)
        {
            value = JsonSerializer.SerializeToElement(text, RecipeJson.Default.String);
        }
        Apply(setting, value, origin);
    }

    void Apply(Setting setting, JsonElement value, SettingOrigin origin)
    {
        if (setting.TryApply(_recipe, value, origin, _faults) is not { } changed) return;
        _recipe = changed;
        _sources[setting.Path] = origin.ToString();
    }

    void Unknown(string section, string name, string path, SettingOrigin origin)
    {
        IEnumerable<string> siblings = section.Length == 0
            ? SettingTable.All.Select(s => s.Path).Where(p => !p.Contains('.', StringComparison.Ordinal)).Concat(SettingTable.Sections)
            : SettingTable.All.Select(s => s.Path).Where(p => p.StartsWith(section + ".", StringComparison.Ordinal)).Select(p => p[(section.Length + 1)..]);
        string hint = NearestSetting.Hint(name, siblings);
        _faults.Add(origin, path, $"expected a setting of {(section.Length == 0 ? "a recipe" : section)}, got an unknown name{(hint.Length > 0 ? hint : SettingTable.Hint(path))}");
    }

    static Dictionary<string, string> OfProcess()
    {
        var variables = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (DictionaryEntry entry in Environment.GetEnvironmentVariables()) variables[(string)entry.Key] = (string?)entry.Value ?? "";
        return variables;
    }

    static int LineAt(byte[] bytes, long offset) => bytes.AsSpan(0, (int)offset).Count((byte)'\n') + 1;

    static string FirstSentence(string message)
    {
        int end = message.IndexOf(". ", StringComparison.Ordinal);
        return end < 0 ? message : message[..(end + 1)];
    }
}
