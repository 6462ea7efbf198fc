using System.Collections;
using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Serialization;

namespace Unfold.Inspection;

/// <summary>Named numbers in the order they were set: <c>{ "loss": 0.21, "accuracy": 0.93 }</c>.</summary>
/// <remarks>The names in general use are the constants of <see cref="MetricNames"/>; any other name is welcome.</remarks>
[JsonConverter(typeof(MetricValuesConverter))]
public sealed class MetricValues : IReadOnlyCollection<KeyValuePair<string, double>>, IEquatable<MetricValues>
{
    readonly OrderedDictionary<string, double> _values = new(StringComparer.Ordinal);

    /// <inheritdoc/>
    public int Count => _values.Count;

    /// <summary>The value under a name; setting adds or replaces it.</summary>
    /// <exception cref="KeyNotFoundException">No value has that name.</exception>
    public double this[string name]
    {
        get => _values[name];
        set => _values[name] = value;
    }

    /// <summary>The loss, where there is one.</summary>
    public double? Loss => Find(MetricNames.Loss);

    /// <summary>The accuracy, where there is one.</summary>
    public double? Accuracy => Find(MetricNames.Accuracy);

    /// <summary>F1 of the positive class, where there is one.</summary>
    public double? F1 => Find(MetricNames.F1);

    /// <summary>The value under a name, or nothing.</summary>
    public double? Find(string name) => _values.TryGetValue(name, out double value) ? value : null;

    /// <summary>The value under a name, if there is one.</summary>
    public bool TryGetValue(string name, [MaybeNullWhen(false)] out double value) => _values.TryGetValue(name, out value);

    /// <summary>Adds a value under a new name.</summary>
    public void Add(string name, double value) => _values.Add(name, value);

    /// <inheritdoc/>
    public IEnumerator<KeyValuePair<string, double>> GetEnumerator() => _values.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>Whether both hold the same names with the same values; the order does not matter.</summary>
    public bool Equals(MetricValues? other) =>
        other is not null && Count == other.Count
        && _values.All(entry => other._values.TryGetValue(entry.Key, out double value) && value.Equals(entry.Value));

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as MetricValues);

    /// <inheritdoc/>
    public override int GetHashCode() => _values.Aggregate(0, (hash, entry) => hash ^ HashCode.Combine(entry.Key, entry.Value));

    /// <summary>The values as "loss 0.2135, accuracy 0.9287".</summary>
    public override string ToString() => string.Join(", ", _values.Select(entry => $"{entry.Key} {entry.Value:G4}"));
}
