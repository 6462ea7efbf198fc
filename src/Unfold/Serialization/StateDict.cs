using System.Text;
using Unfold.Nn;

namespace Unfold.Serialization;

/// <summary>A module's parameters and buffers by name, as PyTorch's <c>state_dict</c> has them: to save, to load, to keep the best ones.</summary>
public static class StateDict
{
    const int MostNamed = 8;

    /// <summary>Copies of all parameters under their full names, in the order they were made, and then of all buffers.</summary>
    public static OrderedDictionary<string, Tensor> CopyState(this Module module)
    {
        ArgumentNullException.ThrowIfNull(module);
        var state = new OrderedDictionary<string, Tensor>(StringComparer.Ordinal);
        foreach (var (name, tensor) in Entries(module)) state.Add(name, tensor.Detach());
        return state;
    }

    /// <summary>Copies all parameters and buffers into what <see cref="CopyState(Module)"/> of this module gave before: the same tensors hold the numbers of now.</summary>
    /// <exception cref="ArgumentException">They are of another module.</exception>
    public static void CopyState(this Module module, IReadOnlyDictionary<string, Tensor> into)
    {
        ArgumentNullException.ThrowIfNull(module);
        ArgumentNullException.ThrowIfNull(into);
        foreach (var (name, tensor) in Entries(module))
        {
            if (!into.TryGetValue(name, out Tensor? copy) || !copy.Shape.Equals(tensor.Shape) || copy.DType != tensor.DType)
                throw new ArgumentException($"StateDict.CopyState: expected a copy of {name} {tensor.Shape}, got {(copy is null ? "none" : $"{copy}")}. Pass what CopyState of this very module gave.", nameof(into));
            tensor.CopyTo(copy);
        }
    }

    /// <summary>Writes all parameters and buffers to a safetensors file that PyTorch reads as it is.</summary>
    /// <exception cref="DataException">The file cannot be written.</exception>
    public static void SaveSafetensors(this Module module, string path, IReadOnlyDictionary<string, string>? metadata = null)
    {
        ArgumentNullException.ThrowIfNull(module);
        SafetensorsFile.Write(path, Entries(module), metadata);
    }

    /// <summary>Reads all parameters and buffers from a safetensors file, one of PyTorch's as well; returns the file's metadata.</summary>
    /// <exception cref="DataException">The file is not there or cannot be opened.</exception>
    /// <exception cref="DamagedFileException">The file is damaged, or is one of another model: all differences are named at once, and nothing is loaded.</exception>
    public static IReadOnlyDictionary<string, string> LoadSafetensors(this Module module, string path)
    {
        var file = SafetensorsFile.Read(path);
        module.LoadState(file.Tensors, path);
        return file.Metadata;
    }

    /// <summary>Takes over all parameters and buffers from tensors of the same names and shapes; the precision may differ.</summary>
    /// <param name="module">The module that is written to.</param>
    /// <param name="tensors">A tensor for each parameter and buffer, and no other.</param>
    /// <param name="source">Where they come from, for messages.</param>
    /// <exception cref="DamagedFileException">Names or shapes differ: all differences are named at once, and nothing is loaded.</exception>
    public static void LoadState(this Module module, IReadOnlyDictionary<string, Tensor> tensors, string source)
    {
        ArgumentNullException.ThrowIfNull(module);
        ArgumentNullException.ThrowIfNull(tensors);
        KeyValuePair<string, Tensor>[] entries = [.. Entries(module)];
        CheckSame(module, entries, tensors, source);
        foreach (var (name, tensor) in entries) tensors[name].CopyTo(tensor);
    }

    /// <summary>Keeps all parameters and buffers, and where the modules' random numbers are, or goes on from them.</summary>
    /// <remarks>No number is copied: write what is kept before the module is trained further.</remarks>
    /// <exception cref="DamagedFileException">What was kept is of another model.</exception>
    public static void Keep(this Module module, KeptState state)
    {
        ArgumentNullException.ThrowIfNull(module);
        ArgumentNullException.ThrowIfNull(state);
        OrderedDictionary<string, Tensor> tensors = state.All("tensors", state.Restores ? [] : new OrderedDictionary<string, Tensor>(Entries(module), StringComparer.Ordinal));
        if (state.Restores) module.LoadState(tensors, "kept weights");
        KeepStreams(module, state.Part("streams"));
    }

    static void KeepStreams(Module module, KeptState state)
    {
        if (module.Stream is { } stream) state.Stream(module.Path, stream);
        foreach ((_, Module child) in module.Children) KeepStreams(child, state);
    }

    static IEnumerable<KeyValuePair<string, Tensor>> Entries(Module module) =>
        module.Parameters.Select(parameter => KeyValuePair.Create(parameter.Name, parameter.Value))
            .Concat(module.Buffers.Select(buffer => KeyValuePair.Create(buffer.Name, buffer.Value)));

    static void CheckSame(Module module, KeyValuePair<string, Tensor>[] entries, IReadOnlyDictionary<string, Tensor> tensors, string source)
    {
        var known = entries.Select(entry => entry.Key).ToHashSet(StringComparer.Ordinal);
        string[] missing = [.. entries.Where(entry => !tensors.ContainsKey(entry.Key)).Select(entry => $"{entry.Key} {entry.Value.Shape}")];
        string[] unexpected = [.. tensors.Where(pair => !known.Contains(pair.Key)).Select(pair => $"{pair.Key} {pair.Value.Shape}")];
        string[] misshaped =
        [
            .. entries.Where(entry => tensors.TryGetValue(entry.Key, out Tensor? tensor) && !tensor.Shape.Equals(entry.Value.Shape))
                .Select(entry => $"{entry.Key} {entry.Value.Shape} is {tensors[entry.Key].Shape} in the file"),
        ];
        if (missing.Length + unexpected.Length + misshaped.Length == 0) return;
        var message = new StringBuilder($"{source}: expected the {entries.Length} {(module.Buffers.Count == 0 ? "parameters" : "parameters and buffers")} of {module.GetType().Name}, got other ones");
        Append(message, "missing", missing);
        Append(message, "not known here", unexpected);
        Append(message, "of another shape", misshaped);
        message.Append(". The file belongs to another model or other sizes; build the model that it was saved from.");
        throw new DamagedFileException(message.ToString());
    }

    static void Append(StringBuilder message, string what, string[] items)
    {
        if (items.Length == 0) return;
        message.Append("; ").Append(what).Append(": ").AppendJoin(", ", items.Take(MostNamed));
        if (items.Length > MostNamed) message.Append($" and {items.Length - MostNamed} more");
    }
}
