using System.Globalization;
using System.Numerics;

namespace Unfold.Serialization;

/// <summary>What a run keeps to go on later, under names: numbers, texts and arrays.</summary>
/// <remarks>
/// Keeping and going on go through the same calls: each takes the value as it is and returns the one to go on with, so that the two cannot
/// differ. <c>_steps = state.Number("steps", _steps);</c> Numbers come back with the same bits.
/// </remarks>
public sealed class KeptState
{
    readonly SortedDictionary<string, string> _words;
    readonly OrderedDictionary<string, Tensor> _tensors;
    readonly string _prefix = "";
    readonly string _source;

    /// <summary>An empty one, to be filled.</summary>
    public KeptState() => (_words, _tensors, _source) = (new(StringComparer.Ordinal), new(StringComparer.Ordinal), "kept state");

    internal KeptState(SafetensorsFile file)
    {
        (_words, _tensors, _source, Restores) = (new(StringComparer.Ordinal), new(StringComparer.Ordinal), file.Source, true);
        foreach ((string name, string text) in file.Metadata) _words.Add(name, text);
        foreach ((string name, Tensor tensor) in file.Tensors) _tensors.Add(name, tensor);
    }

    KeptState(KeptState whole, string prefix) => (_words, _tensors, _source, _prefix, Restores) = (whole._words, whole._tensors, whole._source, prefix, whole.Restores);

    /// <summary>Whether values come from here; false while they are put in.</summary>
    public bool Restores { get; }

    internal IReadOnlyDictionary<string, string> Words => _words;

    internal IEnumerable<KeyValuePair<string, Tensor>> Tensors => _tensors;

    /// <summary>The same with a prefix before all names.</summary>
    public KeptState Part(string name) => new(this, $"{_prefix}{name}/");

    /// <summary>Whether a number or a text was kept under that name.</summary>
    public bool Has(string name) => _words.ContainsKey(_prefix + name);

    /// <summary>A number.</summary>
    public double Number(string name, double value) => Parsed(name, value, value.ToString("R", CultureInfo.InvariantCulture));

    /// <summary>A number that may be missing.</summary>
    public double? Number(string name, double? value) => Flag($"{name}?", value is not null) ? Number(name, value ?? 0) : null;

    /// <summary>A whole number.</summary>
    public long Number(string name, long value) => Parsed(name, value, value.ToString(CultureInfo.InvariantCulture));

    /// <summary>A whole number.</summary>
    public int Number(string name, int value) => Parsed(name, value, value.ToString(CultureInfo.InvariantCulture));

    /// <summary>A whole number that counts something.</summary>
    /// <exception cref="DamagedFileException">It is below zero.</exception>
    public long Count(string name, long value) => Number(name, value) is >= 0 and var count ? count : throw Odd(name, "a count", "one below zero");

    /// <summary>Yes or no.</summary>
    public bool Flag(string name, bool value) => Word(name, value ? "yes" : "no") switch
    {
        "yes" => true,
        "no" => false,
        var other => throw Odd(name, "yes or no", $"\"{other}\""),
    };

    /// <summary>A text.</summary>
    public string Text(string name, string value) => Word(name, value);

    /// <summary>Texts, as many as there are.</summary>
    public IReadOnlyList<string> Texts(string name, IEnumerable<string> values)
    {
        string[] all = Restores ? [] : [.. values];
        int count = Number(name, all.Length);
        if (Restores && (uint)count > (uint)_words.Count) throw Odd(name, $"a count of 0 to {_words.Count} texts", $"{count}");
        return [.. Enumerable.Range(0, count).Select(i => Word($"{name}/{i}", Restores ? "" : all[i]))];
    }

    /// <summary>Makes something of texts that were kept.</summary>
    /// <param name="name">Their name.</param>
    /// <param name="texts">The texts, as <see cref="Texts"/> gave them.</param>
    /// <param name="parse">Reads one; what the base library throws where a text is not what it should be is told as damage.</param>
    /// <exception cref="DamagedFileException">A text is none of those that are kept there.</exception>
    public IReadOnlyList<T> Parse<T>(string name, IEnumerable<string> texts, Func<string, T> parse)
    {
        ArgumentNullException.ThrowIfNull(texts);
        ArgumentNullException.ThrowIfNull(parse);
        var all = new List<T>();
        foreach (string text in texts)
        {
            try
            {
                all.Add(parse(text));
            }
            catch (Exception error) when (error is FormatException or OverflowException or ArgumentException or IndexOutOfRangeException or InvalidOperationException)
            {
                throw Odd(name, "words that a run keeps there", $"\"{text}\"");
            }
        }
        return all;
    }

    /// <summary>A time, to the precision of its seconds as a number.</summary>
    /// <exception cref="DamagedFileException">It is none that a run can have taken.</exception>
    public TimeSpan Time(string name, TimeSpan value)
    {
        double seconds = Number(name, value.TotalSeconds);
        return seconds is >= 0 and < 1e11 ? TimeSpan.FromSeconds(seconds) : throw Odd(name, "seconds of a run", $"{seconds}");
    }

    /// <summary>An array of any length: the same one while it is kept, another one where it comes from here.</summary>
    public T[] Array<T>(string name, T[] values)
        where T : unmanaged, INumberBase<T>
    {
        if (!Restores)
        {
            Put<T>(name, values);
            return values;
        }
        var saved = new T[Find(name).Length];
        Take<T>(name, saved);
        return saved;
    }

    /// <summary>An array that keeps its place and length.</summary>
    public void Fill<T>(string name, Span<T> values)
        where T : unmanaged, INumberBase<T>
    {
        if (Restores) Take(name, values);
        else Put<T>(name, values);
    }

    /// <summary>Yes or no, many times.</summary>
    public void Fill(string name, Span<bool> values)
    {
        var numbers = new float[values.Length];
        for (int i = 0; i < values.Length; i++) numbers[i] = values[i] ? 1 : 0;
        Fill<float>(name, numbers);
        for (int i = 0; i < values.Length; i++) values[i] = numbers[i] != 0;
    }

    /// <summary>A list, as long as it is.</summary>
    public void List<T>(string name, List<T> values)
        where T : unmanaged, INumberBase<T>
    {
        ArgumentNullException.ThrowIfNull(values);
        T[] all = Array<T>(name, Restores ? [] : [.. values]);
        if (!Restores) return;
        values.Clear();
        values.AddRange(all);
    }

    /// <summary>Tensors by name; those given are the ones kept, not copies of them.</summary>
    public OrderedDictionary<string, Tensor> All(string name, IReadOnlyDictionary<string, Tensor> tensors)
    {
        ArgumentNullException.ThrowIfNull(tensors);
        if (!Restores)
        {
            foreach ((string key, Tensor tensor) in tensors) _tensors.Add($"{_prefix}{name}/{key}", tensor);
        }
        var all = new OrderedDictionary<string, Tensor>(StringComparer.Ordinal);
        foreach (string key in Texts($"{name} names", tensors.Keys)) all.Add(key, Find($"{name}/{key}"));
        return all;
    }

    /// <summary>Where a stream of random numbers is.</summary>
    public void Stream(string name, Rng rng)
    {
        ArgumentNullException.ThrowIfNull(rng);
        KeptState part = Part(name);
        ulong seed = part.Parsed("seed", rng.State.Seed, rng.State.Seed.ToString(CultureInfo.InvariantCulture)), position = part.Parsed("position", rng.State.Position, rng.State.Position.ToString(CultureInfo.InvariantCulture));
        if (seed != rng.Seed) throw Odd(name, $"the stream of seed {rng.Seed}", $"one of seed {seed}");
        if (Restores) rng.State = new RngState(seed, position);
    }

    string Word(string name, string value)
    {
        string key = _prefix + name;
        if (!Restores)
        {
            _words.Add(key, value);
            return value;
        }
        return _words.TryGetValue(key, out string? saved) ? saved : throw Missing(key);
    }

    T Parsed<T>(string name, T value, string text)
        where T : INumberBase<T>
    {
        if (!Restores)
        {
            Word(name, text);
            return value;
        }
        string saved = Word(name, text);
        return T.TryParse(saved, NumberStyles.Float, CultureInfo.InvariantCulture, out T? number) ? number : throw Odd(name, "a number", $"\"{saved}\"");
    }

    void Put<T>(string name, ReadOnlySpan<T> values)
        where T : unmanaged, INumberBase<T>
    {
        if (typeof(T) == typeof(float)) _tensors.Add(_prefix + name, Tensor.From(System.Runtime.InteropServices.MemoryMarshal.Cast<T, float>(values), new Shape(values.Length)));
        else _tensors.Add(_prefix + name, Tensor.From(Convert<T, double>(values), new Shape(values.Length)));
    }

    void Take<T>(string name, Span<T> values)
        where T : unmanaged, INumberBase<T>
    {
        Tensor saved = Find(name);
        if (saved.Length != values.Length) throw new DamagedFileException($"{_source}: expected {values.Length} numbers in {_prefix}{name}, got {saved.Length}. {Remedy}");
        try
        {
            if (saved.DType == DType.Float32) Convert<float, T>(saved.Span<float>()).CopyTo(values);
            else Convert<double, T>(saved.Span<double>()).CopyTo(values);
        }
        catch (Exception error) when (error is OverflowException or InvalidOperationException)
        {
            throw Odd(name, $"numbers of the type {typeof(T).Name}", "others");
        }
    }

    /// <summary>The same numbers; one that would not come back is an error.</summary>
    static TTo[] Convert<TFrom, TTo>(ReadOnlySpan<TFrom> values)
        where TFrom : unmanaged, INumberBase<TFrom>
        where TTo : unmanaged, INumberBase<TTo>
    {
        if (typeof(TFrom) == typeof(TTo)) return System.Runtime.InteropServices.MemoryMarshal.Cast<TFrom, TTo>(values).ToArray();
        var all = new TTo[values.Length];
        for (int i = 0; i < all.Length; i++)
        {
            all[i] = TTo.CreateChecked(values[i]);
            if (TFrom.CreateChecked(all[i]) != values[i] && !TFrom.IsNaN(values[i])) throw new InvalidOperationException($"KeptState: expected numbers that a double holds, got {values[i]}. Keep it as a number of its own.");
        }
        return all;
    }

    Tensor Find(string name) => _tensors.TryGetValue(_prefix + name, out Tensor? tensor) ? tensor : throw Missing(_prefix + name);

    DamagedFileException Odd(string name, string expected, string got) => new($"{_source}: expected {expected} under {_prefix}{name}, got {got}. {Remedy}");

    DamagedFileException Missing(string name) => new($"{_source}: expected {name} in it, got nothing of that name. {Remedy}");

    const string Remedy = "Another version wrote it, or it belongs to another run; begin anew without it.";
}
