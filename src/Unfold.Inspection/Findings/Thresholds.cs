using System.Collections.Frozen;
using System.Globalization;
using System.Text.Json;

namespace Unfold.Inspection;

/// <summary>The numbers that rules compare with: those of <c>thresholds.json</c>, or values put in their place.</summary>
public sealed class Thresholds
{
    static readonly Threshold[] Defaults = Load();
    static readonly FrozenDictionary<string, Threshold> ByName = Defaults.ToFrozenDictionary(threshold => threshold.Name, StringComparer.Ordinal);
    readonly FrozenDictionary<string, double> _values;

    Thresholds(IReadOnlyDictionary<string, double> values) => _values = values.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>Every threshold with its meaning and its source, in the rules' order.</summary>
    public static IReadOnlyList<Threshold> All => Defaults;

    /// <summary>The defaults.</summary>
    public static Thresholds Default { get; } = new(new Dictionary<string, double>(StringComparer.Ordinal));

    /// <summary>What is compared with under a name.</summary>
    /// <exception cref="ArgumentException">There is no such threshold.</exception>
    public double this[string name] => _values.TryGetValue(name, out double value) ? value : Find(name).Value;

    /// <summary>The same with some values put in the place of the defaults.</summary>
    /// <exception cref="ArgumentException">There is no such threshold, or the value is no finite number.</exception>
    public Thresholds With(IReadOnlyDictionary<string, double> values)
    {
        ArgumentNullException.ThrowIfNull(values);
        Dictionary<string, double> merged = new(_values, StringComparer.Ordinal);
        foreach ((string name, double value) in values)
        {
            _ = Find(name);
            if (!double.IsFinite(value))
                throw new ArgumentException($"Threshold {name}: expected a finite number, got {value.ToString(CultureInfo.InvariantCulture)}.", nameof(values));
            merged[name] = value;
        }
        return new(merged);
    }

    static Threshold Find(string name) => ByName.TryGetValue(name, out Threshold? known) ? known : throw new ArgumentException(
        $"Threshold {name}: expected the name of a threshold{Nearest(name)}, got one that does not exist. They are listed in docs/doctor.md.", nameof(name));

    static string Nearest(string name)
    {
        string rule = name.Split('.')[0];
        string[] near = [.. Defaults.Where(threshold => threshold.Name.StartsWith(rule + ".", StringComparison.OrdinalIgnoreCase)).Select(threshold => threshold.Name)];
        return near.Length == 0 ? " such as D07.critical" : $" such as {string.Join(" or ", near)}";
    }

    static Threshold[] Load()
    {
        using Stream stream = typeof(Thresholds).Assembly.GetManifestResourceStream("thresholds.json")!;
        return JsonSerializer.Deserialize(stream, ThresholdJsonContext.Default.ThresholdArray)!;
    }
}
