using System.Text;
using Unfold.Nn;

namespace Unfold.Serialization;

/// <summary>A module's parameters by name, as PyTorch's <c>state_dict</c> has them: to save, to load, to keep the best ones.</summary>
public static class StateDict
{
    const int MostNamed = 8;

    /// <summary>Copies of all parameters under their full names, in the order they were made.</summary>
    public static OrderedDictionary<string, Tensor> CopyState(this Module module)
    {
        ArgumentNullException.ThrowIfNull(module);
        var state = new OrderedDictionary<string, Tensor>(StringComparer.Ordinal);
        foreach (Parameter parameter in module.Parameters) state.Add(parameter.Name, parameter.Value.Detach());
        return state;
    }

    /// <summary>Writes all parameters to a safetensors file that PyTorch reads as it is.</summary>
    /// <exception cref="DataException">The file cannot be written.</exception>
    public static void SaveSafetensors(this Module module, string path, IReadOnlyDictionary<string, string>? metadata = null)
    {
        ArgumentNullException.ThrowIfNull(module);
        SafetensorsFile.Write(path, module.Parameters.Select(parameter => KeyValuePair.Create(parameter.Name, parameter.Value)), metadata);
    }

    /// <summary>Reads all parameters from a safetensors file, one of PyTorch's as well; returns the file's metadata.</summary>
    /// <exception cref="DataException">The file is not there or cannot be opened.</exception>
    /// <exception cref="DamagedFileException">The file is damaged, or is one of another model: all differences are named at once, and nothing is loaded.</exception>
    public static IReadOnlyDictionary<string, string> LoadSafetensors(this Module module, string path)
    {
        var file = SafetensorsFile.Read(path);
        module.LoadState(file.Tensors, path);
        return file.Metadata;
    }

    /// <summary>Takes over all parameters from tensors of the same names and shapes; the precision may differ.</summary>
    /// <param name="module">The module that is written to.</param>
    /// <param name="tensors">A tensor for each parameter, and no other.</param>
    /// <param name="source">Where they come from, for messages.</param>
    /// <exception cref="DamagedFileException">Names or shapes differ: all differences are named at once, and nothing is loaded.</exception>
    public static void LoadState(this Module module, IReadOnlyDictionary<string, Tensor> tensors, string source)
    {
        ArgumentNullException.ThrowIfNull(module);
        ArgumentNullException.ThrowIfNull(tensors);
        IReadOnlyList<Parameter> parameters = module.Parameters;
        CheckSame(module, parameters, tensors, source);
        foreach (Parameter parameter in parameters) Copy(tensors[parameter.Name], parameter.Value);
    }

    static void CheckSame(Module module, IReadOnlyList<Parameter> parameters, IReadOnlyDictionary<string, Tensor> tensors, string source)
    {
        var known = parameters.Select(parameter => parameter.Name).ToHashSet(StringComparer.Ordinal);
        string[] missing = [.. parameters.Where(parameter => !tensors.ContainsKey(parameter.Name)).Select(parameter => parameter.ToString())];
        string[] unexpected = [.. tensors.Where(pair => !known.Contains(pair.Key)).Select(pair => $"{pair.Key} {pair.Value.Shape}")];
        string[] misshaped =
        [
            .. parameters.Where(parameter => tensors.TryGetValue(parameter.Name, out Tensor? tensor) && !tensor.Shape.Equals(parameter.Shape))
                .Select(parameter => $"{parameter} is {tensors[parameter.Name].Shape} in the file"),
        ];
        if (missing.Length + unexpected.Length + misshaped.Length == 0) return;
        var message = new StringBuilder($"{source}: expected the {parameters.Count} parameters of {module.GetType().Name}, got other ones");
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

    static void Copy(Tensor from, Tensor to)
    {
        if (to.DType == DType.Float32) from.ToFloats().CopyTo(to.Span<float>());
        else from.ToDoubles().CopyTo(to.Span<double>());
    }
}
